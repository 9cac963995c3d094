"""Progress through activities, and completion per sector and cycle."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from courses.domain.manifest import Outline, outline_of
from courses.models import ActivityProgress, Completion, Enrolment
from courses.signals import course_completed


def see_activity(
    enrolment: Enrolment, activity_key, *, now: datetime, anchor: str | None = None
) -> None:
    """Note that the learner is at an activity; `anchor` None keeps the place."""
    updates = {"last_seen_at": now}
    if anchor is not None:
        updates["anchor"] = anchor[:40]
    if not _progress(enrolment, activity_key).update(**updates):
        _begin(enrolment, activity_key, started_at=now, **updates)


def _progress(enrolment: Enrolment, activity_key):
    """The one row of an activity in the present cycle, if there is one."""
    return ActivityProgress.objects.filter(
        enrolment=enrolment, cycle=enrolment.cycle, activity_id=activity_key
    )


def _begin(enrolment: Enrolment, activity_key, **fields) -> None:
    """Write that row, unless it has come between the look and this."""
    row = ActivityProgress(
        enrolment=enrolment,
        cycle=enrolment.cycle,
        activity_id=activity_key,
        **fields,
    )
    ActivityProgress.objects.bulk_create([row], ignore_conflicts=True)


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

    @classmethod
    def along(
        cls,
        outline: Outline,
        sectors: list[str],
        done: set[str],
        *,
        language: str,
        anchors: dict[str, str] | None = None,
    ) -> "Way":
        """The way of somebody of these sectors who has done the activities of these
        keys; in English where the outline lacks the language."""
        modules = outline.modules_for(sectors)
        ahead = (
            a["key"] for m in modules for a in m["activities"] if a["key"] not in done
        )
        return cls(
            outline,
            outline.language_for(language),
            sectors,
            modules,
            done,
            next(ahead, None),
            anchors or {},
        )

    @property
    def title(self) -> str:
        """What the course is called on this way."""
        return self.outline.title(self.language, self.sectors)

    @property
    def activities(self) -> list[dict]:
        return [
            activity for module in self.modules for activity in module["activities"]
        ]

    @property
    def minutes_left(self) -> int:
        """Planned learning time of what is not done; not what is left of a lesson."""
        return sum(a["minutes"] for a in self.activities if a["key"] not in self.done)

    @property
    def minutes_total(self) -> int:
        return sum(activity["minutes"] for activity in self.activities)

    @property
    def total_count(self) -> int:
        return len(self.activities)

    @property
    def done_count(self) -> int:
        return sum(activity["key"] in self.done for activity in self.activities)

    @property
    def modules_done(self) -> int:
        return sum(self.is_done(module) for module in self.modules)

    @property
    def is_complete(self) -> bool:
        return self.next_key is None

    def is_done(self, module: dict) -> bool:
        return all(a["key"] in self.done for a in module["activities"])

    @property
    def current(self) -> tuple[dict, dict] | None:
        """(module, activity) to go on with; None when everything is done."""
        return self.outline.find(self.next_key) if self.next_key else None

    def text(self, texts: dict) -> str:
        """A text of the outline in the way's language."""
        return texts.get(self.language, "")


def way_through(enrolment: Enrolment, *, language: str) -> Way:
    """How far a learner is, in one query where the sectors are known, else two."""
    done, anchors = set(), {}
    opened = ActivityProgress.objects.filter(
        enrolment=enrolment, cycle=enrolment.cycle
    ).values_list("activity_id", "completed_at", "anchor")
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
    )
