"""The delivery log: groups that trainers lead outside of Relay, in numbers alone.

Those who take part, such as youngsters, have no account here and no name (ETHICS P13):
people in this log are trainers, and a test walks every field of it to keep that so.
"""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.errors import DomainError
from organisations.models import Organisation
from trainers.enums import GroupState, SessionRole, StopReason
from trainers.models.accreditations import mine_to_own
from trainers.models.programmes import MEETINGS, MOST_MEETINGS, TrainerProgramme

# Ages in years, both counted.
YOUNGEST, OLDEST = 6, 99
# A group is of 8 to 15, an evening for parents of 8 to 20 (CURRICULUM 3.2 and 3.3). A
# whole year of a school may come together; more is an audience, and most likely a
# number that was typed wrongly.
MOST_HEADS = 60
# So many meetings more than were planned may be held, and so many fewer still make a
# group*.
SLACK = 2
# A quarter of an hour is the shortest that is worth the way, and a day the longest.
FEWEST_MINUTES, MOST_MINUTES = 15, 600
NOTE_MOST = 300


class DeliveredGroupQuerySet(models.QuerySet):
    """Whatever is not in `visible_to` does not exist for a person."""

    def written_by(self, user):
        """Those a person keeps the log of: its trainers, and owners of the programme."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(_facilitating(user) | _owned(user))

    def given_by(self, user):
        """Those that somebody is a trainer of, or led a meeting of."""
        return self.filter(_given(user)) if user.is_authenticated else self.none()

    def open_to(self, user):
        """Those of which a person reads every word and name: the same, and whoever led
        a meeting of it."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(_opened(user))

    def told_to(self, user):
        """Those of which a person reads numbers: of trainers of bodies they oversee or
        that stand below them, and in municipalities that do."""
        seen = Organisation.objects.visible_to(user).values("pk")
        employing = GroupFacilitator.objects.filter(employer__in=seen)
        return self.filter(
            Q(pk__in=employing.values("group")) | Q(municipality__in=seen)
        )

    def visible_to(self, user):
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        told = self.model.objects.order_by().told_to(user)
        return self.filter(_opened(user) | Q(pk__in=told.values("pk")))


def _facilitating(user) -> Q:
    mine = GroupFacilitator.objects.filter(person=user)
    return Q(pk__in=mine.values("group"))


def _owned(user) -> Q:
    return Q(programme__owner__in=mine_to_own(user))


def _given(user) -> Q:
    led = GroupMeeting.objects.filter(led_by=user)
    return _facilitating(user) | Q(pk__in=led.values("group"))


def _opened(user) -> Q:
    return _given(user) | _owned(user)


class DeliveredGroup(models.Model):
    """A group that comes together once or several times, led by trainers of a programme.

    `municipality` is where it meets, `organiser` the employer of its lead.
    `starts_on` is the day on which it is to begin; when it met, its meetings say. Without
    ages it is a group of adults. `state` is written by trainers.domain.delivery alone;
    `ended_at` is when it was said to be finished or stopped.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(
        TrainerProgramme, on_delete=models.PROTECT, related_name="delivered_groups"
    )
    language = models.CharField(_("language"), max_length=5)
    municipality = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="groups_in_it"
    )
    organiser = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="groups_delivered"
    )
    starts_on = models.DateField(_("first day"))
    meetings_planned = models.PositiveSmallIntegerField(
        _("meetings planned"), validators=MEETINGS
    )
    age_from = models.PositiveSmallIntegerField(_("youngest (years)"), null=True)
    age_to = models.PositiveSmallIntegerField(_("oldest (years)"), null=True)
    state = models.CharField(
        max_length=8, choices=GroupState.choices, default=GroupState.RUNNING
    )
    stop_reason = models.CharField(max_length=8, choices=StopReason.choices, blank=True)
    ended_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()

    objects = DeliveredGroupQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("delivered group")
        verbose_name_plural = _("delivered groups")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    meetings_planned__gte=1, meetings_planned__lte=MOST_MEETINGS
                ),
                name="group_plans_meetings",
            ),
            models.CheckConstraint(
                condition=Q(age_from__isnull=True, age_to__isnull=True)
                | Q(
                    # Said of both: a comparison with nothing would let it pass.
                    age_from__isnull=False,
                    age_to__isnull=False,
                    age_from__gte=YOUNGEST,
                    age_to__gte=F("age_from"),
                    age_to__lte=OLDEST,
                ),
                name="group_ages_from_young_to_old",
            ),
            models.CheckConstraint(
                condition=Q(state=GroupState.RUNNING, ended_at__isnull=True)
                | Q(
                    state__in=(GroupState.FINISHED, GroupState.STOPPED),
                    ended_at__isnull=False,
                ),
                name="group_ended_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state=GroupState.STOPPED) & ~Q(stop_reason="")
                | ~Q(state=GroupState.STOPPED) & Q(stop_reason=""),
                name="group_stopped_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "state"], name="group_of_programme"),
            models.Index(
                fields=["municipality", "state"], name="group_in_municipality"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """What people call it by: a group has no name (CURRICULUM 3.2)."""
        return self.uuid.hex[:8].upper()

    def delete(self, *args, **kwargs):
        raise DomainError(_("A group is stopped, not deleted."))


class GroupFacilitator(models.Model):
    """Who leads a group, and who stands beside the lead, with the employer they are
    accredited for. `joined_on` is the day since which they are one of its trainers: what
    was before counts for others."""

    group = models.ForeignKey(
        DeliveredGroup, on_delete=models.CASCADE, related_name="facilitators"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(max_length=4, choices=SessionRole.choices)
    employer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    joined_on = models.DateField()

    class Meta:
        # The lead first: "lead" comes after "co".
        ordering = ["-role", "pk"]
        verbose_name = _("trainer of a delivered group")
        verbose_name_plural = _("trainers of delivered groups")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person"], name="group_facilitator_once"
            ),
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(role=SessionRole.LEAD),
                name="group_one_lead",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.person_id} {self.role}"


class GroupMeeting(models.Model):
    """A meeting of a group, as it was held: its number in the programme, the day, and
    how many came.

    `adaptations` holds words of trainers.enums.Adaptation. The smileys are three totals
    that the room gave without names, all None where they were not asked. `led_by` is who
    led it that day, and could (trainers.domain.delivery.meetings); `written_by` is who
    said last how it was.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(
        DeliveredGroup, on_delete=models.PROTECT, related_name="meetings"
    )
    number = models.PositiveSmallIntegerField(_("meeting"))
    on_day = models.DateField(_("day"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        validators=[
            MinValueValidator(FEWEST_MINUTES),
            MaxValueValidator(MOST_MINUTES),
        ],
    )
    head_count = models.PositiveSmallIntegerField(
        _("head-count"), validators=[MaxValueValidator(MOST_HEADS)]
    )
    adaptations = models.JSONField(_("adaptations"), default=list, blank=True)
    note = models.CharField(_("note"), max_length=NOTE_MOST, blank=True)
    smiles_good = models.PositiveSmallIntegerField(_("good"), null=True)
    smiles_so_so = models.PositiveSmallIntegerField(_("so-so"), null=True)
    smiles_bad = models.PositiveSmallIntegerField(_("bad"), null=True)
    led_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["number"]
        verbose_name = _("meeting of a delivered group")
        verbose_name_plural = _("meetings of delivered groups")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "number"], name="group_meeting_number_once"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MOST_MEETINGS + SLACK),
                name="group_meeting_has_a_number",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=FEWEST_MINUTES, minutes__lte=MOST_MINUTES),
                name="group_meeting_lasts_some_time",
            ),
            models.CheckConstraint(
                condition=Q(head_count__gte=0, head_count__lte=MOST_HEADS),
                name="group_meeting_counts_heads",
            ),
            models.CheckConstraint(
                condition=Q(
                    smiles_good__isnull=True,
                    smiles_so_so__isnull=True,
                    smiles_bad__isnull=True,
                )
                | Q(
                    smiles_good__isnull=False,
                    smiles_so_so__isnull=False,
                    smiles_bad__isnull=False,
                    smiles_good__gte=0,
                    smiles_so_so__gte=0,
                    smiles_bad__gte=0,
                    head_count__gte=F("smiles_good")
                    + F("smiles_so_so")
                    + F("smiles_bad"),
                ),
                name="group_meeting_smiles_of_heads",
            ),
        ]
        indexes = [
            models.Index(fields=["led_by", "on_day"], name="group_meeting_led"),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.number}"

    @property
    def smiles(self) -> tuple[int, int, int] | None:
        """Good, so-so and bad; None where it was not asked."""
        if self.smiles_good is None:
            return None
        return self.smiles_good, self.smiles_so_so, self.smiles_bad
