"""Addresses and menu items of learners' feedback."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from courses.domain.feedback.reading import texts_of, visible_feedback
from courses.views import feedback
from lms import content_admin

# Lists: of one's own courses only; the views ask for each text whose it is.
content_admin.register_address("feedback_overview")
content_admin.register_address("feedback_report")
content_admin.register_address(
    "feedback_lesson",
    key=lambda user, key: visible_feedback(user).filter(activity=key).exists(),
)
content_admin.register_address(
    "feedback_act", pk=lambda user, pk: texts_of(user).filter(pk=pk).exists()
)


@hooks.register("register_admin_urls")
def register_feedback_urls():
    return [
        path("feedback/", feedback.overview, name="feedback_overview"),
        path("feedback/report.csv", feedback.report, name="feedback_report"),
        path("feedback/<uuid:key>/", feedback.lesson, name="feedback_lesson"),
        path("feedback/text/<uuid:pk>/", feedback.act, name="feedback_act"),
    ]


@hooks.register("register_admin_menu_item")
def register_feedback_menu_item():
    return MenuItem(
        _("Feedback on lessons"),
        reverse("feedback_overview"),
        icon_name="comment",
        order=166,
    )
