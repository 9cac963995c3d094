from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from courses.models.long_work import LongWork
from organisations.models import Organisation, Sector
from tracking.enums import CountKind, Standing


class PeopleCountQuerySet(models.QuerySet):
    def over(self, body: Organisation):
        """Those that are about a body: about itself, one above it, or everybody."""
        above = [int(pk) for pk in body.path.split("/") if pk]
        return self.filter(Q(body=None) | Q(body__in=above))

    def finished(self):
        return self.filter(finished_at__isnull=False, refusal="")

    def under_way(self):
        return self.filter(finished_at__isnull=True)


class PeopleCount(LongWork):
    """How many people stood where on a day, as was known before `known_at`: of everybody,
    or of a `body` and all below it.

    `known_on` is the day by whose end it was known; None where it is what was known when
    it was asked for. A closing is both on its own day, and never changed. `courses` are
    the ids of those that were asked then; empty until the work begins. Its steps are the
    employers. Written by tracking.domain.counts only.
    """

    kind = models.CharField(max_length=8, choices=CountKind.choices)
    body = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    day = models.DateField()
    known_on = models.DateField(null=True)
    known_at = models.DateTimeField()
    courses = models.JSONField(default=list, blank=True)

    objects = PeopleCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("count of people")
        verbose_name_plural = _("counts of people")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["kind", "-day"], name="people_count_by_day"),
            models.Index(
                fields=["heard_at"],
                condition=Q(finished_at__isnull=True),
                name="people_count_under_way",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["day"],
                condition=Q(kind=CountKind.CLOSING),
                name="people_count_one_closing_a_day",
            ),
            # Asked for again while it is under way, it is the same one.
            models.UniqueConstraint(
                fields=["body"],
                condition=Q(kind=CountKind.NOW, finished_at__isnull=True),
                name="people_count_now_once",
            ),
            models.UniqueConstraint(
                fields=["body", "day"],
                condition=Q(
                    kind=CountKind.ASKED,
                    finished_at__isnull=True,
                    known_on__isnull=True,
                ),
                name="people_count_of_a_day_once",
            ),
            models.UniqueConstraint(
                fields=["body", "day", "known_on"],
                condition=Q(
                    kind=CountKind.ASKED,
                    finished_at__isnull=True,
                    known_on__isnull=False,
                ),
                name="people_count_as_known_once",
            ),
            models.CheckConstraint(
                condition=~Q(kind=CountKind.CLOSING)
                | Q(body__isnull=True, known_on=models.F("day")),
                name="people_count_closing_of_everybody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day} {self.body_id or 'all'}"


class CountedPart(models.Model):
    """An employer of a count, with its path as it was then. `places` is about how many
    people it has, for the size of a step; `done_at` is when they were counted."""

    count = models.ForeignKey(
        PeopleCount, on_delete=models.CASCADE, related_name="parts"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    path = models.CharField(max_length=255)
    places = models.PositiveIntegerField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("counted employer")
        verbose_name_plural = _("counted employers")
        constraints = [
            models.UniqueConstraint(
                fields=["count", "organisation"], name="counted_part_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.count_id} {self.organisation_id}"


class Counted(models.Model):
    """So many `people` of an employer. Who has several employers counts for each body
    at the first of their places below it: so the number is that of the bodies above, and
    of the employer itself, whose heights lie between `lowest` and `highest`, both
    included. The height is how many organisations a path names; 0 is everybody."""

    # Each table has an index that begins with either.
    count = models.ForeignKey(
        PeopleCount, on_delete=models.CASCADE, db_index=False, related_name="+"
    )
    part = models.ForeignKey(
        CountedPart, on_delete=models.CASCADE, db_index=False, related_name="+"
    )
    lowest = models.PositiveSmallIntegerField()
    highest = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.part_id} {self.people}"


class CountedStanding(Counted):
    """Those of a sector who had a standing towards a course."""

    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    sector = models.ForeignKey(
        Sector, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    standing = models.CharField(max_length=12, choices=Standing.choices)

    class Meta:
        verbose_name = _("counted standing")
        verbose_name_plural = _("counted standings")
        indexes = [models.Index(fields=["count", "course"], name="counted_standings")]
        constraints = [
            models.UniqueConstraint(
                fields=["part", "course", "sector", "standing", "lowest"],
                name="counted_standing_once",
            )
        ]


class CountedEnding(Counted):
    """Those for whom what they hold of a course ends in the month that begins on a
    day."""

    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    month = models.DateField()

    class Meta:
        verbose_name = _("counted end of certificates")
        verbose_name_plural = _("counted ends of certificates")
        indexes = [models.Index(fields=["count", "course"], name="counted_endings")]
        constraints = [
            models.UniqueConstraint(
                fields=["part", "course", "month", "lowest"],
                name="counted_ending_once",
            )
        ]


class CountedTrained(Counted):
    """Those of a sector who were trained in a year, there for the first time in it;
    `before` is the year in which they were trained the last time before, None for the
    first time of all. So whoever asks since when they were trained counts each once."""

    sector = models.ForeignKey(
        Sector, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    year = models.PositiveSmallIntegerField()
    before = models.PositiveSmallIntegerField(null=True)

    class Meta:
        verbose_name = _("counted training")
        verbose_name_plural = _("counted trainings")
        indexes = [
            models.Index(fields=["count"], name="counted_trainings"),
            models.Index(fields=["part"], name="counted_trainings_of_part"),
        ]
