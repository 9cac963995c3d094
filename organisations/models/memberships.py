from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.enums import Role
from organisations.models.organisations import Organisation


class MembershipQuerySet(models.QuerySet):
    def on(self, day):
        """Memberships in force on a date; `ends_on` is the first day without."""
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=day), starts_on__lte=day
        )

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

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        indexes = [models.Index(fields=["organisation", "role"])]
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
