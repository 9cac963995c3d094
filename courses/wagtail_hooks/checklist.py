"""Addresses of the checklist, its panel beside the editor, and checks in the preview."""

from django.urls import path
from wagtail import hooks
from wagtail.admin.userbar import ContentCheckerItem

from courses.content_checks import TextCheckerItem
from courses.domain.checklist.things import own_thing
from courses.side_panels import panel_for
from courses.views import checklist
from lms import content_admin
from organisations.content_admin import side_panels

content_admin.register_address("checklist_lines", thing=own_thing)
content_admin.register_address(
    "wording_reason",
    thing=own_thing,
    # Words of the list, and the view finds out whether they are on it.
    rule=lambda user, rule: True,
    subject=lambda user, subject: True,
)
side_panels.append(panel_for)


@hooks.register("register_admin_urls")
def register_checklist_urls():
    return [
        path("checklist/<str:thing>/", checklist.lines, name="checklist_lines"),
        path(
            "checklist/<str:thing>/<slug:rule>/<slug:subject>/",
            checklist.reason,
            name="wording_reason",
        ),
    ]


@hooks.register("construct_wagtail_userbar")
def check_what_shows_in_the_preview(request, items, page):
    """In the editor's panel and in the preview alike."""
    items[:] = [
        TextCheckerItem(in_editor=item.in_editor)
        if isinstance(item, ContentCheckerItem)
        else item
        for item in items
    ]
