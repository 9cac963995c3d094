"""What of a course is done by attending a training session."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.models import Page

from courses.models import ActivityPage
from trainers.enums import SESSION_ACTIVITY


class SessionPage(ActivityPage):
    """A part of a course that is taught in a training session. It is done by attending
    one that teaches its module, and in no other way
    (trainers.domain.attendance.following)."""

    activity_kind = SESSION_ACTIVITY

    introduction = models.TextField(
        _("introduction"),
        blank=True,
        help_text=_(
            "What takes place there, and what to do or to bring before. When and where "
            "it is, the sessions themselves say."
        ),
    )
    # Of its own: a morning or an afternoon takes longer than a lesson.
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=180)

    content_panels = [
        *Page.content_panels,
        HelpPanel(template="trainers/admin/session_panel.html"),
        MultiFieldPanel([FieldPanel("minutes")], heading=_("Time")),
        FieldPanel("introduction"),
    ]
    template = "trainers/pages/session_page.html"

    class Meta:
        # Not "training session": that is the event, on one day, which teaches it.
        verbose_name = _("part taught in a session")
        verbose_name_plural = _("parts taught in a session")
