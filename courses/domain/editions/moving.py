"""Going over to a newer edition in the middle of a course: offered, looked at, done,
taken back. Nobody is moved but by their own wish."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from courses import registries
from courses.domain.editions.comparing import changed_materially
from courses.domain.enrolment import is_completed
from courses.domain.manifest import Outline, outline_of
from courses.domain.overlays.weaving import is_local
from courses.domain.progress import Way, complete_sectors, way_through
from courses.models import ActivityProgress, EditionMove, Enrolment
from lms.errors import DomainError


@dataclass(frozen=True)
class Offer:
    """A newer edition that a learner in the middle may move to."""

    outline: Outline
    is_declined: bool


@dataclass(frozen=True)
class Plan:
    """What moving would mean for one learner. Activities are those of the outlines,
    each on the learner's own way. An optional one is never asked for, and one that is
    done stays done; what is local belongs to no edition, and stays."""

    outline: Outline  # Of the edition to move to.
    language: str  # In which it would go on.
    read_now: str  # The language in which the learner reads the course now.
    is_other_language: bool  # That one is not in it.
    kept: list[dict]
    again: list[dict]  # Done, and changed so much that it is to be done again.
    fresh: list[dict]  # Asked for, and not before.
    gone: list[dict]
    # (activity, whether it will count): begun, and finished as it was begun.
    running: list[tuple[dict, bool]]
    left: list[dict]

    @property
    def minutes_left(self) -> int:
        return sum(activity["minutes"] for activity in self.left)


def offer_of(enrolment: Enrolment, way: Way) -> Offer | None:
    """The newer edition of somebody who is in the middle; None when there is none, or it
    asks nothing of their sectors. No query beyond the outlines."""
    current = enrolment.course.current_edition_id
    if current == enrolment.edition_id or way.is_complete:
        return None
    outline = outline_of(current)
    if not outline.required_for(enrolment.sector_codes):
        return None
    return Offer(outline, enrolment.declined_edition_id == current)


def plan_of_move(enrolment: Enrolment, *, language: str) -> Plan | None:
    """What moving would keep, ask again and add; None when there is nothing to move to."""
    way = way_through(enrolment, language=language)
    offer = offer_of(enrolment, way)
    if offer is None:
        return None
    outline = offer.outline
    changed = _changed(enrolment, outline, way)
    ahead = outline.activities_for(enrolment.sector_codes)
    asked = {a["key"] for a in ahead}
    shown = [
        a for m in outline.modules_for(enrolment.sector_codes) for a in m["activities"]
    ]
    before = {a["key"] for a in way.required}
    then = {a["key"] for a in shown}
    counting = way.done - (changed & asked)
    kept = [a for a in shown if a["key"] in counting]
    running = {str(key) for work in registries.running_work for key in work(enrolment)}
    return Plan(
        outline=outline,
        language=outline.language_for(language),
        read_now=way.language,
        is_other_language=way.language not in outline.languages,
        kept=kept,
        again=[a for a in ahead if a["key"] in way.done & changed],
        fresh=[a for a in ahead if a["key"] not in before | way.done],
        gone=[a for a in way.activities if not is_local(a) and a["key"] not in then],
        running=[
            (a, a["key"] in then - changed)
            for a in way.activities
            if a["key"] in running
        ],
        left=[a for a in ahead if a not in kept],
    )


def _changed(enrolment: Enrolment, outline: Outline, way: Way) -> set[str]:
    return changed_materially(
        enrolment.edition_id, outline.edition_id, language=way.language
    )


@transaction.atomic
def move_to_edition(
    enrolment: Enrolment, edition_id: int, *, language: str, now: datetime
) -> EditionMove:
    """Go on in the newest edition; the person has seen what it means.

    What is done stays done where the activity is there and was not changed materially.
    Completions, certificates and attempts are left as they are. Twice is once. Raises
    DomainError when a still newer edition came meanwhile ("newer"), when the course is
    completed ("completed"), or when the edition holds nothing for the person.
    """
    enrolment = _locked(enrolment)
    last = enrolment.moves.last()
    if enrolment.edition_id == edition_id and last is not None:
        return last
    course = enrolment.course
    if edition_id != course.current_edition_id or edition_id == enrolment.edition_id:
        raise DomainError(
            _("Another edition came meanwhile. Look at what it would mean."),
            code="newer",
        )
    if is_completed(enrolment):
        raise DomainError(
            _("You have completed this course. There is nothing to move."),
            code="completed",
        )
    plan = plan_of_move(enrolment, language=language)
    if plan is None:
        raise DomainError(_("The new edition holds nothing for your sector."))
    move = EditionMove.objects.create(
        enrolment=enrolment,
        cycle=enrolment.cycle,
        from_edition_id=enrolment.edition_id,
        to_edition_id=edition_id,
        moved_at=now,
        moved_by=enrolment.user,
        reopened=_reopen(enrolment, [a["key"] for a in plan.again]),
    )
    _follow(enrolment, edition_id, declined=None)
    # Where what was left to do is not in the new edition.
    complete_sectors(enrolment, language=language)
    return move


def stay_with_edition(enrolment: Enrolment, edition_id: int) -> None:
    """Not now: the player offers this edition no more, the course page still does."""
    Enrolment.objects.filter(
        pk=enrolment.pk, course__current_edition=edition_id
    ).update(declined_edition=edition_id)


def undoable_move(enrolment: Enrolment, *, now: datetime) -> EditionMove | None:
    """The move that may be taken back: of today, the last one, with nothing done since
    and nothing completed by it."""
    move = enrolment.moves.last()
    if (
        move is None
        or move.undoes_id is not None
        or move.to_edition_id != enrolment.edition_id
        or move.cycle != enrolment.cycle
        or localdate(move.moved_at) != localdate(now)
    ):
        return None
    done_since = ActivityProgress.objects.filter(
        enrolment=enrolment, completed_at__gte=move.moved_at
    )
    completed = enrolment.completions.filter(
        cycle=move.cycle, edition=move.to_edition_id
    )
    return None if done_since.exists() or completed.exists() else move


@transaction.atomic
def undo_move(enrolment: Enrolment, *, now: datetime) -> EditionMove:
    """Go back to the edition of before, with what was done there. Twice is once. Raises
    DomainError when it is too late."""
    enrolment = _locked(enrolment)
    last = enrolment.moves.last()
    if last is not None and last.undoes_id is not None:
        return last
    move = undoable_move(enrolment, now=now)
    if move is None:
        raise DomainError(
            _(
                "You have gone on since, or it is another day: this can no longer be undone."
            )
        )
    for key, done_at in move.reopened:
        ActivityProgress.objects.filter(
            enrolment=enrolment, cycle=move.cycle, activity_id=key
        ).update(completed_at=datetime.fromisoformat(done_at))
    back = EditionMove.objects.create(
        enrolment=enrolment,
        cycle=enrolment.cycle,
        from_edition_id=move.to_edition_id,
        to_edition_id=move.from_edition_id,
        moved_at=now,
        moved_by=enrolment.user,
        undoes=move,
    )
    _follow(enrolment, move.from_edition_id, declined=move.to_edition_id)
    return back


def _locked(enrolment: Enrolment) -> Enrolment:
    # The same lock as for completing, so that the two come one after the other.
    return (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("course", "user")
        .get(pk=enrolment.pk)
    )


def _follow(enrolment: Enrolment, edition_id: int, *, declined: int | None) -> None:
    enrolment.edition_id = edition_id
    enrolment.declined_edition_id = declined
    enrolment.save(update_fields=["edition", "declined_edition"])


def _reopen(enrolment: Enrolment, keys: list[str]) -> list[list[str]]:
    """Take what is to be done again for not done; return when it had been."""
    rows = ActivityProgress.objects.filter(
        enrolment=enrolment, cycle=enrolment.cycle, activity__in=keys
    )
    reopened = [
        [str(key), done_at.isoformat()]
        for key, done_at in rows.order_by("activity").values_list(
            "activity_id", "completed_at"
        )
    ]
    rows.update(completed_at=None)
    return reopened
