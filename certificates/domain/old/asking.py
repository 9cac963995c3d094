"""Bringing a list of old completions, asking to have it recognised, and deciding on it.

Four eyes: a coordinator brings it, and a programme owner of the body that gives the
course's certificate decides, of each line or of all. Nobody decides on what they brought
or on what is about themselves; the database refuses it too.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from certificates.domain.old.table import lines_of
from certificates.domain.proofs import proof_file
from certificates.enums import OldLineState, OldListState
from certificates.models import OldLine, OldList
from certificates.rules import owning_at
from certificates.tasks import carry_old_list
from courses.domain.words import own_words
from lms import audit
from lms.errors import DomainError
from organisations.models import Organisation

GIVEN_BY_MOST = 160
BATCH = 1000
UNDO_DAYS = 30


@transaction.atomic
def bring_old_list(
    organisation: Organisation,
    data: bytes,
    *,
    given_by: str,
    proof: bytes | None = None,
    actor,
    now: datetime,
) -> OldList:
    """Have a list looked at in the background; nothing is recognised by it.

    `proof` is one document for all of it, or None. Raises DomainError without a word on
    who gave the trainings ("empty"), for a file that cannot be taken, and for a proof
    that is none (certificates.domain.proofs).
    """
    given_by = own_words(given_by, most=GIVEN_BY_MOST, confirmation="")
    if not given_by:
        raise DomainError(_("Say who gave the training."), code="empty")
    lines = lines_of(data)
    run = OldList(
        organisation=organisation,
        given_by=given_by,
        asked_at=now,
        asked_by=actor,
        language=get_language(),
        heard_at=now,
        total=len(lines),
    )
    if proof is not None:
        file = proof_file(proof)
        run.proof.save(file.name, file, save=False)
    run.save()
    OldLine.objects.bulk_create(
        (
            OldLine(
                run=run,
                line=one.number,
                brought_by=actor,
                email=one.email[:254].removeprefix("mailto:"),
                badge_number=one.badge_number[:40],
                course_text=one.course[:60],
                day_text=one.day[:40],
                proof_text=one.proof[:40],
                reference=one.reference[:40],
            )
            for one in lines
        ),
        batch_size=BATCH,
    )
    record("brought", run, actor=actor, now=now, data={"lines": len(lines)})
    carry_old_list.enqueue(run.pk)
    return run


@transaction.atomic
def ask_for_recognition(run: OldList, *, actor, now: datetime) -> OldList:
    """Lay a list that was looked at before the programme owners. Twice is once. Raises
    DomainError "state", and "nothing" where no line can be recognised."""
    run = locked(run)
    if run.asked_for_at is not None:
        return run
    if run.state != OldListState.LOOKED:
        raise DomainError(_("There is nothing to ask for here."), code="state")
    ready = run.rows.filter(state=OldLineState.READY).count()
    if not ready:
        raise DomainError(_("No line of this list can be recognised."), code="nothing")
    run.state, run.asked_for_at = OldListState.ASKED, now
    run.save()
    record("asked_for", run, actor=actor, now=now, data={"lines": ready})
    return run


@transaction.atomic
def set_aside(run: OldList, *, actor, now: datetime) -> OldList:
    """Ask for nothing of it, and forget its lines and proof. Raises DomainError "state"
    once it lies before the programme owners."""
    run = locked(run)
    if run.asked_for_at is not None:
        raise DomainError(
            _("It lies before the programme owners already."), code="state"
        )
    if run.state != OldListState.SET_ASIDE:
        run.state, run.finished_at, run.emptied_at = OldListState.SET_ASIDE, now, now
        forget_proof(run, now=now)
        run.save()
        run.rows.all().delete()
        record("set_aside", run, actor=actor, now=now)
    return run


def lines_to_decide(run: OldList, actor) -> QuerySet[OldLine]:
    """Lines that wait, and on which this person can decide."""
    bodies = owning_at(actor)
    waiting = run.rows.filter(state=OldLineState.READY).exclude(user=actor.pk)
    if run.state != OldListState.ASKED or run.asked_by_id == actor.pk:
        return waiting.none()
    return waiting if bodies is None else waiting.filter(issuer__in=bodies)


@transaction.atomic
def decide(
    run: OldList,
    *,
    is_recognised: bool,
    lines: Collection[int] | None = None,
    actor,
    now: datetime,
) -> int:
    """Recognise some lines or all that one can decide on, in the background, or refuse
    them; returns how many. Raises DomainError for who brought the list ("same"), and
    where there is nothing to decide ("nothing")."""
    run = locked(run)
    if run.asked_by_id == actor.pk:
        raise DomainError(
            _("You brought this list. Somebody else has to decide on it."), code="same"
        )
    mine = lines_to_decide(run, actor)
    if lines is not None:
        mine = mine.filter(pk__in=lines)
    state = OldLineState.APPROVED if is_recognised else OldLineState.REFUSED
    decided = mine.update(state=state, decided_at=now, decided_by=actor)
    if not decided:
        raise DomainError(_("There is no line here to decide on."), code="nothing")
    run.heard_at, run.done = now, 0
    run.total = run.rows.filter(state=OldLineState.APPROVED).count()
    run.save()
    verb = "approved" if is_recognised else "refused"
    record(verb, run, actor=actor, now=now, data={"lines": decided})
    carry_old_list.enqueue(run.pk)
    return decided


@transaction.atomic
def take_back(run: OldList, *, actor, now: datetime) -> OldList:
    """Take back in the background what a list led to, where nothing hangs on it. Twice is
    once. Raises DomainError ("state"), ("late") after 30 days, and ("stranger") for who
    could not have decided on any of it."""
    run = locked(run)
    if run.undo_asked_at is not None:
        return run
    if run.state != OldListState.DONE:
        raise DomainError(_("There is nothing to take back here."), code="state")
    if now >= undo_until(run):
        raise DomainError(
            _("A list can be taken back for 30 days. They are over."), code="late"
        )
    if not owned_lines(run, actor).exists():
        raise DomainError(_("This is for another body to decide."), code="stranger")
    run.state, run.undo_asked_at, run.undo_asked_by = OldListState.UNDOING, now, actor
    run.heard_at, run.done = now, 0
    run.total = run.rows.filter(state=OldLineState.DONE).count()
    run.save()
    record("taken_back", run, actor=actor, now=now)
    carry_old_list.enqueue(run.pk)
    return run


def owned_lines(run: OldList, actor) -> QuerySet[OldLine]:
    """Lines whose course's certificate is given by a body that this person owns
    programmes of."""
    bodies = owning_at(actor)
    mine = Q() if bodies is None else Q(issuer__in=bodies)
    return run.rows.filter(mine, issuer__isnull=False)


def undo_until(run: OldList) -> datetime | None:
    """When what came of it can no longer be taken back; None before it is decided."""
    return run.finished_at and run.finished_at + timedelta(days=UNDO_DAYS)


def forget_proof(run: OldList, *, now: datetime) -> None:
    """Delete its document once the transaction has held."""
    if run.proof:
        file = run.proof
        transaction.on_commit(lambda: file.storage.delete(file.name))
        run.proof, run.proof_gone_at = "", now


def locked(run: OldList) -> OldList:
    """The list with a lock on its row, as it is now."""
    return (
        OldList.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=run.pk)
    )


def record(verb: str, run: OldList, *, actor, now: datetime, data=None) -> None:
    """Write a step into the audit log."""
    audit.record(
        f"certificates.old_list_{verb}",
        actor=actor,
        subject=run,
        organisation=run.organisation_id,
        now=now,
        data=data or {},
    )
