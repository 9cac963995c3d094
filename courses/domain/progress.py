"""Progress through activities, and completion per sector and cycle."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db import transaction
from django.db.models import BigIntegerField, PositiveSmallIntegerField

from courses.domain.fallback import Fallback, fallback_of
from courses.domain.manifest import Outline, is_optional, outline_of
from courses.domain.overlays.layers import Layer, layers_of
from courses.domain.overlays.weaving import is_local, vignettes_by_lesson, woven
from courses.models import ActivityProgress, Completion, Enrolment
from courses.signals import course_completed
from lms.prepared import Given, Prepared
from lms.texts import Spoken


def see_activity(
    enrolment: Enrolment, activity_key, *, now: datetime, anchor: str | None = None
) -> None:
    """Note that the learner is at an activity; `anchor` None keeps the place."""
    updates = {"last_seen_at": now}
    if anchor is not None:
        updates["anchor"] = anchor[:40]
    row = _row(enrolment, activity_key, started_at=now, **updates)
    ActivityProgress.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["enrolment", "activity", "cycle"],
        update_fields=list(updates),
    )


def open_activity(enrolment: Enrolment, activity_key, *, now: datetime) -> None:
    """Note that the learner opened an activity; nothing when that was noted before."""
    _begin(enrolment, activity_key, started_at=now, last_seen_at=now)


def _progress(enrolment: Enrolment, activity_key):
    """The one row of an activity in the present cycle, if there is one."""
    return ActivityProgress.objects.filter(
        enrolment=enrolment, cycle=enrolment.cycle, activity_id=activity_key
    )


def _begin(enrolment: Enrolment, activity_key, **fields) -> None:
    """Write that row, unless it has come between the look and this."""
    row = _row(enrolment, activity_key, **fields)
    ActivityProgress.objects.bulk_create([row], ignore_conflicts=True)


def _row(enrolment: Enrolment, activity_key, **fields) -> ActivityProgress:
    return ActivityProgress(
        enrolment=enrolment,
        cycle=enrolment.cycle,
        activity_id=activity_key,
        **fields,
    )


@transaction.atomic
def complete_activity(
    enrolment: Enrolment, activity_key, *, language: str, now: datetime
) -> list[Completion]:
    """Mark an activity done and return the completions that this brings about.

    Doing it again changes nothing. Two requests at once bring one completion: the
    enrolment row is locked, and completions are unique.
    """
    enrolment = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    done = {"last_seen_at": now, "completed_at": now}
    mine = _progress(enrolment, activity_key)
    if not mine.filter(completed_at=None).update(**done):
        _begin(enrolment, activity_key, started_at=now, **done)
    return complete_sectors(enrolment, language=language)


def complete_sectors(enrolment: Enrolment, *, language: str) -> list[Completion]:
    """Write the completions that what is done brings about, for each sector once.

    A course is completed when the last part that the sector needs was done, also where
    the sector came later. One for which the edition holds nothing is completed by
    nothing. The caller holds the lock on the enrolment's row.
    """
    outline = outline_of(enrolment.edition_id)
    done = _completed(enrolment)
    if not done.keys() >= {a["key"] for a in outline.activities_for(())}:
        return []
    held = set(
        enrolment.completions.filter(cycle=enrolment.cycle).values_list(
            "sector_id", flat=True
        )
    )
    completions = []
    for code in enrolment.sectors.values_list("pk", flat=True):
        needed = {a["key"] for a in outline.activities_for([code])}
        if code in held or not needed or not done.keys() >= needed:
            continue
        # The lock on the enrolment lets nobody else come between the look and this.
        completion = Completion.objects.create(
            enrolment=enrolment,
            sector_id=code,
            cycle=enrolment.cycle,
            edition_id=enrolment.edition_id,
            language=outline.language_for(language),
            minutes=outline.minutes_for([code]),
            completed_at=max(done[key] for key in needed),
        )
        completions.append(completion)
        transaction.on_commit(
            lambda pk=completion.pk: course_completed.send(Completion, completion_id=pk)
        )
    return completions


def _completed(enrolment: Enrolment) -> dict[str, datetime]:
    """{activity key: when it was done} in the enrolment's present cycle."""
    return {
        str(key): completed_at
        for key, completed_at in ActivityProgress.objects.filter(
            enrolment=enrolment, cycle=enrolment.cycle, completed_at__isnull=False
        ).values_list("activity_id", "completed_at")
    }


@dataclass
class Way:
    """A learner's way through a course: what is done, where they are, what is ahead.

    `modules` are those the learner sees, with the local lessons of their organisation
    in their places. Only what the course itself needs counts: local lessons and
    optional modules are in no total and complete nothing.

    `anchors` says for the activities that were opened which block was last seen, ""
    for the top; it is empty where nobody asked.
    """

    outline: Outline
    language: str
    sectors: list[str]
    modules: list[dict]
    done: set[str]
    next_key: str | None
    anchors: dict[str, str] = field(default_factory=dict)
    # The language that was asked for: a local lesson may have it where the course does
    # not.
    wanted: str = ""
    # {lesson key: the local vignettes that stand in it}.
    vignettes: dict[str, list[dict]] = field(default_factory=dict)

    @property
    def fallback(self) -> Fallback | None:
        """Why the course is read in another language than that; None where it is not."""
        return fallback_of(self.outline, wanted=self.wanted, spoken=self.language)

    @classmethod
    def along(
        cls,
        outline: Outline,
        sectors: list[str],
        done: set[str],
        *,
        language: str,
        anchors: dict[str, str] | None = None,
        layers: Sequence[Layer] = (),
    ) -> "Way":
        """The way of somebody of these sectors who has done the activities of these
        keys; in English where the outline lacks the language. `layers` are what their
        organisations add, the nearest first."""
        modules = woven(outline.modules_for(sectors), layers, whole=outline.modules)
        way = cls(
            outline,
            outline.language_for(language),
            sectors,
            modules,
            done,
            None,
            anchors or {},
            language,
            vignettes_by_lesson(layers, whole=outline.modules, shown=modules),
        )
        if not all(a["key"] in done for a in way.required):
            way.next_key = way._next()
        return way

    def _next(self) -> str:
        """The first that is not done. What is only offered comes up as long as nothing
        after it was opened: whoever has gone past it is not led back."""
        ahead = [a for m in self.required_modules for a in m["activities"]]
        behind = self.done | self.anchors.keys()
        return next(
            activity["key"]
            for place, activity in enumerate(ahead)
            if activity["key"] not in self.done
            and not (
                is_optional(activity)
                and any(after["key"] in behind for after in ahead[place + 1 :])
            )
        )

    @property
    def title(self) -> Spoken:
        """What the course is called on this way."""
        return self.outline.title(self.language, self.sectors)

    @cached_property
    def activities(self) -> list[dict]:
        """All of them, optional and local ones too, in the order in which one goes."""
        return [
            activity for module in self.modules for activity in module["activities"]
        ]

    @cached_property
    def required_modules(self) -> list[dict]:
        return [module for module in self.modules if not is_optional(module)]

    @cached_property
    def required(self) -> list[dict]:
        """What the course needs of these sectors."""
        return [a for m in self.required_modules for a in needed(m)]

    @property
    def minutes_left(self) -> int:
        """Planned learning time of what is not done; not what is left of a lesson."""
        return sum(a["minutes"] for a in self.required if a["key"] not in self.done)

    @property
    def local_ahead(self) -> list[dict]:
        """What organisations added between the parts that the course needs, and that is
        not done; nothing once the course is completed."""
        if self.is_complete:
            return []
        return [
            activity
            for module in self.required_modules
            for activity in module["activities"]
            if is_local(activity) and activity["key"] not in self.done
        ]

    @property
    def minutes_total(self) -> int:
        return sum(activity["minutes"] for activity in self.required)

    @property
    def total_count(self) -> int:
        return len(self.required)

    @property
    def done_count(self) -> int:
        return sum(activity["key"] in self.done for activity in self.required)

    @property
    def modules_total(self) -> int:
        return len(self.required_modules)

    @property
    def modules_done(self) -> int:
        return sum(self.is_done(module) for module in self.required_modules)

    @property
    def is_complete(self) -> bool:
        return self.next_key is None

    def is_done(self, module: dict) -> bool:
        return all(a["key"] in self.done for a in needed(module))

    @property
    def current(self) -> tuple[dict, dict] | None:
        """(module, activity) to go on with; None when everything is done."""
        return self.find(self.next_key) if self.next_key else None

    def find(self, activity_key) -> tuple[dict, dict] | None:
        """(module, activity) of a key; None when it is not on this way."""
        key = str(activity_key)
        return next(
            (
                (module, activity)
                for module in self.modules
                for activity in module["activities"]
                if activity["key"] == key
            ),
            None,
        )

    def text(self, texts: dict) -> Spoken:
        """A text of the outline in the way's language."""
        return Spoken(texts.get(self.language, ""), self.language)

    def title_of(self, activity: dict) -> Spoken:
        language = self.language_of(activity)
        return Spoken(activity["title"].get(language, ""), language)

    def language_of(self, activity: dict) -> str:
        """The language in which an activity is read: the way's, or for a local lesson
        the nearest that it has."""
        if not is_local(activity):
            return self.language
        return self.nearest(activity["local"]["languages"])

    def nearest(self, languages: Sequence[str]) -> str:
        """In which of its languages something local is read."""
        asked = (self.wanted, self.language)
        return next((one for one in asked if one in languages), languages[0])


def national(module: dict) -> list[dict]:
    """The activities of a module that the course itself has."""
    return [a for a in module["activities"] if not is_local(a)]


def needed(module: dict) -> list[dict]:
    """Those of them without which the module is not done."""
    return [a for a in national(module) if not is_optional(a)]


# Every page of the player asks this.
_opened: Prepared[tuple[UUID, datetime | None, str]] = Prepared(
    lambda: ActivityProgress.objects.filter(
        enrolment=Given("enrolment", BigIntegerField()),
        cycle=Given("cycle", PositiveSmallIntegerField()),
    ).values_list("activity_id", "completed_at", "anchor")
)


def way_through(enrolment: Enrolment, *, language: str) -> Way:
    """How far a learner is, in one query where the sectors are known, else two; one more
    where something local may be added."""
    done, anchors = set(), {}
    opened = _opened.ask(enrolment=enrolment.pk, cycle=enrolment.cycle)
    for activity_id, completed_at, anchor in opened:
        key = str(activity_id)
        anchors[key] = anchor
        if completed_at is not None:
            done.add(key)
    return Way.along(
        outline_of(enrolment.edition_id),
        enrolment.sector_codes,
        done,
        language=language,
        anchors=anchors,
        layers=layers_of(enrolment.user_id, enrolment.course_id)
        if getattr(enrolment, "may_have_layers", True)
        else (),
    )
