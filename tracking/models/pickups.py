from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation, Sector
from tracking.enums import PickupState
from tracking.models.staff import StaffImport


class Pickup(models.Model):
    """That an organisation's staff lists are fetched from its folder in the private
    storage, as an administrator set it.

    `carries_out`: a list without mistakes by which fewer than `most_percent` of the
    people change or leave is carried out without anybody looking. `sector` is that of new
    people whose line says none; `is_everybody`: whoever is not in a list has left.
    """

    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    is_on = models.BooleanField(_("lists are fetched"), default=True)
    is_everybody = models.BooleanField(
        _("each list holds everybody: who is not in it has left"), default=False
    )
    sector = models.ForeignKey(
        Sector, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    carries_out = models.BooleanField(
        _("carry out by itself what has no mistakes and changes little"), default=False
    )
    most_percent = models.PositiveSmallIntegerField(
        _("little: fewer than so many percent of the people change or leave"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
    )
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["organisation__name"]
        verbose_name = _("pickup of staff lists")
        verbose_name_plural = _("pickups of staff lists")
        constraints = [
            models.CheckConstraint(
                condition=Q(most_percent__gte=1, most_percent__lte=30),
                name="pickup_percent_is_little",
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class PickupFile(models.Model):
    """A file that was found in the folder: remembered by name, size and content, so that
    it is taken once.

    `reason` says in words why it could not be taken. `kept_as` is where it lies now, ""
    where it lies nowhere (any more). `run` is None for one that could not be taken.
    """

    pickup = models.ForeignKey(Pickup, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(
        max_length=12, choices=PickupState.choices, default=PickupState.TAKEN
    )
    reason = models.TextField(blank=True)
    run = models.OneToOneField(
        StaffImport, on_delete=models.PROTECT, null=True, related_name="picked_up"
    )
    kept_as = models.CharField(max_length=400, blank=True)
    found_at = models.DateTimeField()
    # When its coordinators were told; None: not yet, or there was nothing to tell.
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("file that was picked up")
        verbose_name_plural = _("files that were picked up")
        constraints = [
            models.UniqueConstraint(
                fields=["pickup", "name", "size", "sha256"], name="pickup_file_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pickup_id} {self.name}"
