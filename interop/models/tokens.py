import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from interop.enums import Scope, TokenState
from organisations.models import Organisation, Sector


class AccessTokenQuerySet(models.QuerySet):
    def in_force(self, now):
        """Neither withdrawn nor expired."""
        return self.filter(withdrawn_at=None, expires_at__gt=now)


class AccessToken(models.Model):
    """A key with which a program of an organisation acts there and below, until
    `expires_at` or until it is withdrawn.

    Only a hash of the key is kept: a copy of the database opens no door.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="access_tokens"
    )
    name = models.CharField(_("name"), max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    # Values of Scope.
    scopes = models.JSONField(_("what it opens"), default=list)
    # Of people whom the directory brings; None for a token that brings nobody.
    sector = models.ForeignKey(
        Sector,
        verbose_name=_("sector of new people"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    # Whether new people get a mail that says how they come in.
    with_mails = models.BooleanField(default=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # To the minute; None: never.
    last_used_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")

    def __str__(self) -> str:
        return self.name

    def state_at(self, now: datetime) -> TokenState:
        """What it is worth at a moment; the same rule as `in_force`."""
        if self.withdrawn_at is not None:
            return TokenState.WITHDRAWN
        return TokenState.ACTIVE if self.expires_at > now else TokenState.EXPIRED

    @property
    def scope_labels(self) -> list[str]:
        """What it opens, in words."""
        return [str(Scope(one).label) for one in self.scopes]

    @property
    def last_moment(self) -> datetime:
        """On the last day on which its key opens something."""
        return self.expires_at - timedelta(seconds=1)
