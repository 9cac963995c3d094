from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.enums import Role
from organisations.models.organisations import Organisation


def _in_force(day) -> Q:
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gt=day))


class MembershipQuerySet(models.QuerySet):
    def on(self, day):
        """Memberships in force on a date; `ends_on` is the first day without."""
        return self.filter(_in_force(day))

    def confirmed_on(self, day, *, known_at=None):
        """Those in force on a date that the organisation itself has confirmed; where a
        moment is given, as far as was recorded before it."""
        confirmed = _in_force(day) & Q(is_self_declared=False)
        if known_at is None:
            return self.filter(confirmed)
        since = Q(changed_at__isnull=True, recorded_at__lt=known_at) | Q(
            changed_at__lt=known_at
        )
        before = MembershipTrace.objects.filter(
            confirmed,
            membership=OuterRef("pk"),
            recorded_at__lt=known_at,
            replaced_at__gte=known_at,
        )
        return self.filter((since & confirmed) | Exists(before))

    def current(self):
        return self.on(timezone.localdate())

    def visible_to(self, user):
        """Own memberships, and those in organisations one coordinates."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(
            Q(user=user)
            | Q(organisation__in=Organisation.objects.visible_to(user).values("pk"))
        )


class Membership(models.Model):
    """A person's place at an organisation, from `starts_on` up to, not including,
    `ends_on` (None: no end known). Leaving sets an end; nothing is deleted."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(
        _("role"), max_length=16, choices=Role.choices, default=Role.LEARNER
    )
    function = models.CharField(_("function"), max_length=80, blank=True)
    badge_number = models.CharField(_("badge number"), max_length=40, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    # The person said so; nobody at the organisation has confirmed it yet.
    is_self_declared = models.BooleanField(_("by own statement"), default=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    # When its days, or who stands by them, were last changed; None: never.
    changed_at = models.DateTimeField(null=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        indexes = [
            models.Index(fields=["organisation", "role"]),
            models.Index(fields=["badge_number"], name="membership_badge_number"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(ends_on__isnull=True),
                name="membership_one_open_per_role",
            ),
            models.UniqueConstraint(
                fields=["organisation", "badge_number"],
                condition=Q(ends_on__isnull=True) & ~Q(badge_number=""),
                name="membership_badge_unique_per_organisation",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}, {self.organisation}"


class MembershipTrace(models.Model):
    """What was believed of a membership before it was changed: from `recorded_at` up to,
    not including, `replaced_at`. Appended, so that a report about an earlier day can
    still be told as it was known then."""

    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="traces"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    is_self_declared = models.BooleanField()
    recorded_at = models.DateTimeField()
    replaced_at = models.DateTimeField()

    class Meta:
        verbose_name = _("earlier state of a membership")
        verbose_name_plural = _("earlier states of memberships")

    def __str__(self) -> str:
        return f"{self.membership_id} {self.replaced_at:%Y-%m-%d}"
