"""What an edition may hold of texts that nobody reviewed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.domain.languages.standings import Cell, CourseLanguages
from courses.domain.languages.things import Thing, things_of
from courses.domain.manifest import NotReady
from courses.domain.reviewing.gate import ENOUGH, text_hash
from courses.enums import TranslationStep, Vouching
from courses.models import Course, ReviewAct


@dataclass(frozen=True)
class Unreviewed:
    """A text that is live without a review, in the source language of its course."""

    title: str
    reason: str
    by: object


def check_reviewed(languages: CourseLanguages) -> None:
    """Raises NotReady for a text of the source language that came past the gate: one
    that a program changed since somebody published it, or a case that a body without
    courses of its own keeps for its learners alone. Not of a course to practise in."""
    if languages.course.is_practice:
        return
    rows = [
        (thing, languages.cells[thing.key, languages.source_language])
        for thing in languages.things
        if thing.rows[languages.source_language].live
    ]
    for thing, cell in rows:
        if _differs_from_published(cell):
            raise NotReady(
                _("“%s” was changed without a review. Send it for review.")
                % thing.rows[languages.source_language]
            )
    for thing in _local(thing for thing, _cell in rows):
        raise NotReady(
            _("“%s” is a local text that nobody reviewed. Choose another.")
            % thing.rows[languages.source_language]
        )


def _differs_from_published(cell: Cell) -> bool:
    told = [act for act in cell.acts if act.step == TranslationStep.CHANGED]
    return bool(told) and told[-1].content != cell.published.content


def _local(things: Iterable[Thing]) -> Iterator[Thing]:
    """Those of bodies without courses for which nobody vouches."""
    things = list(things)
    bodies = set(
        Course.objects.filter(owner__in={thing.owner_id for thing in things})
        .values_list("owner", flat=True)
        .order_by()
    )
    foreign = [thing for thing in things if thing.owner_id not in bodies]
    steps = _steps(thing.key for thing in foreign)
    for thing in foreign:
        row = next(iter(thing.rows.values()))
        known = steps[thing.key, row.locale.language_code, text_hash(row)]
        if not any(enough <= known for enough in ENOUGH):
            yield thing


def without_review_of(course: Course) -> list[Unreviewed]:
    """What learners would read of a course that the programme owner published without
    review, and that nobody has reviewed since."""
    acts = list(
        ReviewAct.objects.filter(step=Vouching.WITHOUT)
        .select_related("by")
        .order_by("pk")
    )
    if not acts:
        return []
    newest = {(act.key, act.language, act.content_hash): act for act in acts}
    found = things_of([course])[course.pk]
    concerned = {thing.key for thing in found.things} & {act.key for act in acts}
    steps = _steps(concerned)
    unreviewed = []
    for thing in found.things:
        row = thing.rows.get(found.source_language)
        if thing.key not in concerned or row is None or not row.live:
            continue
        at = (thing.key, found.source_language, text_hash(row))
        if at in newest and not ENOUGH[0] <= steps[at]:
            act = newest[at]
            unreviewed.append(Unreviewed(str(row), act.reason, act.by))
    return unreviewed


def _steps(keys: Iterable) -> dict[tuple, set[str]]:
    """(key, language, hash) -> the steps that were taken for these words."""
    steps = defaultdict(set)
    for key, language, content, step in ReviewAct.objects.filter(
        key__in=list(keys)
    ).values_list("key", "language", "content_hash", "step"):
        steps[key, language, content].add(step)
    return steps
