import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation


class DirectoryPerson(models.Model):
    """Somebody as the directory of an employer says they are. What they are on Relay is
    in their memberships; this only says who is meant, and what the directory said last.

    There is no attribute for origin, religion, opinion, union or health (ETHICS P3).
    """

    # What the directory calls them by; the account's own where that was known first.
    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    # None: without an address, or with the account of somebody who has not accepted.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    user_name = models.CharField(max_length=254)
    external_id = models.CharField(max_length=254, blank=True)
    display_name = models.CharField(max_length=120, blank=True)
    full_name = models.CharField(max_length=120, blank=True)
    given_name = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    # One address, the primary one: others are nobody's business here.
    email = models.EmailField(blank=True)
    email_type = models.CharField(max_length=10, blank=True)
    # None: the directory did not say.
    email_is_primary = models.BooleanField(null=True)
    title = models.CharField(max_length=80, blank=True)
    employee_number = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=40, blank=True)
    # Who leads their work; None: the directory says nobody.
    manager = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="leads"
    )
    # Whether that is still to become so, until both have an account and work here.
    manager_waits = models.BooleanField(default=False)
    # None: the directory took back what it had said; see `works_here`.
    is_active = models.BooleanField(null=True, default=True)
    # Known from their membership; the directory has said nothing of them yet.
    is_adopted = models.BooleanField(default=False)
    # Ids of the bodies at which the directory placed them; elsewhere others did.
    placed = models.JSONField(default=list)
    # When the person was last asked to come; None: they were not.
    invited_at = models.DateTimeField(null=True)
    # Since when their places wait to follow their groups; None: they do.
    waits_since = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("person in a directory")
        verbose_name_plural = _("people in directories")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "uuid"], name="directory_person_uuid"
            ),
            models.UniqueConstraint(
                "organisation", Lower("user_name"), name="directory_person_user_name"
            ),
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=Q(user__isnull=False),
                name="directory_person_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["waits_since"],
                condition=Q(waits_since__isnull=False),
                name="directory_person_waits",
            )
        ]

    def __str__(self) -> str:
        return self.display_name or self.full_name or self.user_name

    @property
    def works_here(self) -> bool:
        """Whoever is in a directory does, unless it says that they do not."""
        return self.is_active is not False


class DirectoryGroup(models.Model):
    """A group of a directory. It places its members at the department of the same name
    or code; without one it does nothing."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=160)
    external_id = models.CharField(max_length=254, blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("group of a directory")
        verbose_name_plural = _("groups of directories")
        constraints = [
            models.UniqueConstraint(
                "organisation", Lower("name"), name="directory_group_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


class DirectoryGroupMember(models.Model):
    """That a group of a directory holds somebody."""

    group = models.ForeignKey(
        DirectoryGroup, on_delete=models.CASCADE, related_name="members"
    )
    person = models.ForeignKey(
        DirectoryPerson, on_delete=models.CASCADE, related_name="groups"
    )

    class Meta:
        verbose_name = _("member of a group of a directory")
        verbose_name_plural = _("members of groups of directories")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person"], name="directory_group_member_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.person_id}"
