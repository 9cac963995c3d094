import uuid
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.texts import TextsField
from organisations.enums import AnnouncementState
from organisations.models.organisations import Organisation


class AnnouncementQuerySet(models.QuerySet):
    def shown_on(self, day):
        """What people read on a day; a closed organisation says nothing any more."""
        return self.filter(
            Q(organisation=None) | Q(organisation__is_active=True),
            starts_on__lte=day,
            ends_on__gte=day,
            withdrawn_at=None,
        )

    def to_come(self, day):
        """What was announced and begins after a day."""
        return self.filter(starts_on__gt=day, withdrawn_at=None)

    def past(self, day):
        """What is over, or was withdrawn."""
        return self.filter(Q(ends_on__lt=day) | Q(withdrawn_at__isnull=False))

    def visible_to(self, user):
        """Those of the organisations one coordinates; all of them, with those for
        everybody, for an administrator."""
        if user.is_authenticated and user.is_superuser:
            return self
        return self.filter(
            organisation__in=Organisation.objects.coordinated_by(user).values("pk")
        )


class Announcement(models.Model):
    """Words for everybody at an organisation and below it, or, without one, for everybody
    on Relay, from `starts_on` to `ends_on`, both included.

    Never changed once it is published: withdrawn, and written anew.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="announcements"
    )
    texts = TextsField(_("text"), max_length=500)
    link = models.URLField(_("link"), max_length=300, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        indexes = [models.Index(fields=["ends_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="announcement_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by=None) | Q(withdrawn_at__isnull=False),
                name="announcement_withdrawn_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(texts={}), name="announcement_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation or '*'}, {self.starts_on} – {self.ends_on}"

    @property
    def link_host(self) -> str:
        """Where the link leads, for who reads; "" without one."""
        return urlsplit(self.link).hostname or ""

    def state_on(self, day: date) -> AnnouncementState:
        """Where it stands on a day; the same rule as the queries'."""
        if self.withdrawn_at is not None:
            return AnnouncementState.WITHDRAWN
        if self.ends_on < day:
            return AnnouncementState.OVER
        if self.starts_on > day:
            return AnnouncementState.COMING
        return AnnouncementState.SHOWN
