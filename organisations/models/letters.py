import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organisations.enums import LetterLayout
from organisations.models.organisations import Organisation


class LetterRunQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the organisations one coordinates."""
        return self.filter(
            organisation__in=Organisation.objects.coordinated_by(user).values("pk")
        )


class LetterRun(models.Model):
    """Letters that a coordinator asked for at once, made in the background.

    `heard_at` is when it last came further; `finished_at` is None while it is under way.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    layout = models.CharField(max_length=8, choices=LetterLayout.choices)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    heard_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField(default=0)

    objects = LetterRunQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("run of letters")
        verbose_name_plural = _("runs of letters")

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.asked_at:%Y-%m-%d}"


class LetterFile(models.Model):
    """A PDF of some letters of a run, for as long as it takes to print it.

    `sealed` is the file as lms.sealed keeps it, "" once it was forgotten; after that
    nobody can read a code of it again.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    run = models.ForeignKey(LetterRun, on_delete=models.CASCADE, related_name="files")
    letters_made = models.PositiveIntegerField()
    sealed = models.TextField(blank=True)
    made_at = models.DateTimeField()
    # None: nobody has fetched it yet.
    fetched_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("file of letters")
        verbose_name_plural = _("files of letters")

    def __str__(self) -> str:
        return f"{self.run_id} {self.made_at:%Y-%m-%d}"


class LetterQuerySet(models.QuerySet):
    def open(self):
        """Neither used nor withdrawn; its days may be over, or it waits to be made."""
        return self.filter(used_at__isnull=True, withdrawn_at__isnull=True)


class Letter(models.Model):
    """A printed letter by which somebody without an e-mail address comes in, once.

    Only a keyed hash of its code is kept, "" until it is made. `badge_number` is the one
    that is printed; `organisation` the one whose name is. Nothing is deleted while it
    can be of use: used, withdrawn, or `expires_at` is over.
    """

    run = models.ForeignKey(LetterRun, on_delete=models.CASCADE, related_name="letters")
    file = models.ForeignKey(
        LetterFile, on_delete=models.PROTECT, null=True, related_name="letters"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="letters"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    badge_number = models.CharField(_("badge number"), max_length=40)
    code_hash = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("letter with a code")
        verbose_name_plural = _("letters with a code")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="letter_one_open_per_person_and_place",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="letter_not_both_used_and_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.badge_number}"
