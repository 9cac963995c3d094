"""What changed from edition to edition, as learners read it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from courses.domain.editions.comparing import hashes_of
from courses.domain.editions.difference import (
    ActivityChange,
    Difference,
    Fate,
    Side,
    difference_of,
)
from courses.domain.manifest import Outline, outlines_of
from courses.enums import Significance
from courses.models import Course, Enrolment
from lms.remembered import Remembered
from lms.texts import Spoken, said

# Entries on a page.
PER_PAGE = 10


@dataclass(frozen=True)
class Entry:
    """One edition. Titles are in the reader's language, or the nearest one it has.

    `note_language` is the language of the note, as there may be none in the reader's.
    """

    number: int
    released_at: datetime
    is_material: bool
    note: str
    note_language: str
    is_first: bool
    is_since: bool  # Released since the learner began.
    is_followed: bool  # The edition the learner is in.
    added: list[Spoken] = field(default_factory=list)
    changed: list[Spoken] = field(default_factory=list)
    removed: list[Spoken] = field(default_factory=list)
    languages_added: tuple[str, ...] = ()
    languages_removed: tuple[str, ...] = ()
    is_rearranged: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing that this reader could notice."""
        return not (
            self.added
            or self.changed
            or self.removed
            or self.languages_added
            or self.languages_removed
            or self.is_rearranged
        )


def side_of(outline: Outline) -> Side:
    """A released edition, to be compared."""
    return Side(
        {"course": outline.course, "modules": outline.modules},
        tuple(outline.languages),
        hashes_of([outline.edition_id])[outline.edition_id],
    )


def _compare(pairs: set[tuple[int, int]]) -> dict[tuple[int, int], Difference]:
    wanted = {pk for pair in pairs for pk in pair}
    outlines = outlines_of(wanted)
    hashes_of(wanted)
    return {
        (old, new): difference_of(side_of(outlines[old]), side_of(outlines[new]))
        for old, new in pairs
    }


# Of two editions, which never change.
_differences = Remembered(_compare, most=64)


def differences_of(
    pairs: Iterable[tuple[int, int]],
) -> dict[tuple[int, int], Difference]:
    """{(older id, newer id): what is different}, in two queries at most."""
    return _differences.of(pairs)


def change_log(
    course: Course,
    *,
    language: str,
    sectors: Iterable[str] | None = None,
    enrolment: Enrolment | None = None,
    page: int = 1,
) -> list[Entry]:
    """The editions of a course, the newest first, PER_PAGE of them.

    `sectors` narrows what is told to what these sectors learn; None tells everything.
    """
    start = (page - 1) * PER_PAGE
    # With the one before the last, which that one is compared to.
    rows = list(
        course.editions.order_by("-number").values_list("pk", "significance", "notes")[
            start : start + PER_PAGE + 1
        ]
    )
    outlines = outlines_of(pk for pk, _significance, _notes in rows)
    older = [row[0] for row in rows[1:]] + [None]
    pairs = {
        (before, pk)
        for before, (pk, *_) in zip(older, rows, strict=True)
        if before is not None
    }
    differences = differences_of(pairs)
    return [
        _entry(
            outlines[pk],
            differences.get((before, pk)),
            notes,
            is_material=significance == Significance.MATERIAL,
            language=language,
            sectors=sectors,
            enrolment=enrolment,
        )
        for before, (pk, significance, notes) in zip(older, rows, strict=True)
    ][:PER_PAGE]


def _entry(
    outline: Outline,
    difference: Difference | None,
    notes: dict[str, str],
    *,
    is_material: bool,
    language: str,
    sectors,
    enrolment: Enrolment | None,
) -> Entry:
    code = outline.language_for(language)
    spoken = next((c for c in (language, code, *notes) if notes.get(c)), "")
    told = {}
    if difference is not None:
        mine = [c for c in difference.activities if _concerns(c, difference, sectors)]
        told = {
            "added": _titles(mine, Fate.ADDED, code),
            "removed": _titles(mine, Fate.REMOVED, code),
            "changed": [
                _title(c, code)
                for c in mine
                if c.fate == Fate.CHANGED and _new_words(c, code)
            ],
            "languages_added": difference.languages_added,
            "languages_removed": difference.languages_removed,
            "is_rearranged": _is_rearranged(difference, mine),
        }
    return Entry(
        number=outline.number,
        released_at=outline.released_at,
        is_material=is_material,
        note=notes.get(spoken, ""),
        note_language=spoken,
        is_first=difference is None,
        is_since=enrolment is not None and outline.released_at > enrolment.started_at,
        is_followed=enrolment is not None
        and outline.edition_id == enrolment.edition_id,
        **told,
    )


def _concerns(change: ActivityChange, difference: Difference, sectors) -> bool:
    """Whether an activity is, or was, on the way of these sectors."""
    if sectors is None:
        return True
    module = next(m for m in difference.modules if change in m.activities)
    mine = set(sectors)
    return any(
        not side["sectors"] or mine & set(side["sectors"])
        for side in (module.old, module.new)
        if side is not None
    )


def _new_words(change: ActivityChange, language: str) -> bool:
    return language in change.texts or change.rules is not None


def _is_rearranged(difference: Difference, mine: list[ActivityChange]) -> bool:
    return any(m.is_moved for m in difference.modules) or any(
        c.is_moved or c.renamed for c in mine
    )


def _titles(changes: list[ActivityChange], fate: Fate, language: str) -> list[Spoken]:
    return [_title(change, language) for change in changes if change.fate == fate]


def _title(change: ActivityChange, language: str) -> Spoken:
    return said(change.title, language)
