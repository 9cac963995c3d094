import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organisations.enums import InvitationState, Role
from organisations.models.organisations import Organisation
from organisations.models.sectors import Sector


class InvitationQuerySet(models.QuerySet):
    def open(self, now):
        """Not accepted, not withdrawn, not expired."""
        return self.filter(
            accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now
        )

    def in_state(self, state: InvitationState, now):
        """Invitations in this state; the same rule as `Invitation.state_at`."""
        unanswered = self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)
        return {
            InvitationState.OPEN: lambda: self.open(now),
            InvitationState.EXPIRED: lambda: unanswered.filter(expires_at__lte=now),
            InvitationState.USED: lambda: self.filter(accepted_at__isnull=False),
            InvitationState.WITHDRAWN: lambda: self.filter(withdrawn_at__isnull=False),
            InvitationState.UNKNOWN: self.none,
        }[state]()

    def visible_to(self, user):
        """Invitations to the organisations one coordinates."""
        return self.filter(
            organisation__in=Organisation.objects.coordinated_by(user).values("pk")
        )


class Invitation(models.Model):
    """A coordinator's invitation by mail. The link proves the address, once.

    Only a hash of the link's secret is kept: a copy of the database opens no door.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations"
    )
    email = models.EmailField(_("e-mail address"))
    printed_name = models.CharField(_("name"), max_length=120, blank=True)
    sector = models.ForeignKey(
        Sector, verbose_name=_("sector"), on_delete=models.PROTECT, related_name="+"
    )
    language = models.CharField(_("language"), max_length=5)
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.LEARNER)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField()
    last_sent_at = models.DateTimeField()
    times_sent = models.PositiveSmallIntegerField(default=1)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
    )
    # Hash of the browser that accepted: a double click must not lock its person out.
    accepted_from = models.CharField(max_length=64, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="invitation_not_both_accepted_and_withdrawn",
            ),
            models.UniqueConstraint(
                models.F("organisation"),
                models.functions.Lower("email"),
                models.F("role"),
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_one_open_per_address_and_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}, {self.organisation}"

    def state_at(self, now) -> InvitationState:
        """What has become of it; never UNKNOWN."""
        if self.accepted_at is not None:
            return InvitationState.USED
        if self.withdrawn_at is not None:
            return InvitationState.WITHDRAWN
        if self.expires_at <= now:
            return InvitationState.EXPIRED
        return InvitationState.OPEN
