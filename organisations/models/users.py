import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models.sectors import Sector


class UserManager(BaseUserManager):
    def create_user(self, email: str | None, password: str | None = None, **fields):
        """Make an account. Without an e-mail address the person signs in by badge."""
        user = self.model(email=self.normalize_email(email) or None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields):
        return self.create_user(
            email, password, is_superuser=True, is_staff=True, **fields
        )

    def get_by_natural_key(self, email: str):
        return self.get(email__iexact=email)


def known_as(printed_name: str, email: str | None) -> str:
    """How a person is called, also where nobody has the account in hand."""
    return printed_name or email or str(_("Unnamed person"))


class User(AbstractBaseUser, PermissionsMixin):
    """A person who learns, teaches or administers.

    There is no attribute for origin, religion, opinion, union or health (ETHICS P3).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True, null=True, blank=True)
    printed_name = models.CharField(
        _("name as printed on certificates"), max_length=120, blank=True
    )
    # When the person last saved a form in which they read it; None: never.
    name_checked_at = models.DateTimeField(null=True, editable=False)
    language = models.CharField(_("language"), max_length=5, default="nl")
    sector = models.ForeignKey(
        Sector,
        verbose_name=_("sector"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    # What the person said when their employer is not on the list yet.
    organisation_wish = models.CharField(
        _("my organisation is not here yet"), max_length=160, blank=True
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("staff of the platform"), default=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique_whatever_case",
                violation_error_message=_("This address already has an account."),
            )
        ]

    def __str__(self) -> str:
        return known_as(self.printed_name, self.email)

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return self.printed_name.split(" ")[0] if self.printed_name else str(self)

    @property
    def merged_into(self) -> "User | None":
        """The account this one was merged into, whatever became of that one; None for
        one that stands for itself."""
        merge = getattr(self, "merge", None)
        return None if merge is None else merge.kept

    @property
    def initials(self) -> str:
        """First letters of the printed name, such as "R. P."; "" without a name."""
        return " ".join(f"{part[0].upper()}." for part in self.printed_name.split())
