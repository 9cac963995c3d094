"""Suspending, restoring and revoking many certificates: looked at, decided, carried out.

What is decided is carried out one certificate after the other with the steps that there
are for one (certificates.domain.life), in chunks. So it can stop anywhere and go on
later, and a second time changes nothing.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.domain.life import restore, revoke, suspend
from certificates.domain.oversight.asking import overseen_by
from certificates.domain.oversight.reasons import REASONS
from certificates.domain.oversight.telling import tell_of_change
from certificates.domain.state import IN_FORCE
from certificates.enums import (
    FINAL_KINDS,
    CertificateState,
    ChangeState,
    EventKind,
    Outcome,
    ReasonCode,
)
from certificates.models import (
    Certificate,
    RegisterChange,
    RegisterChangeRow,
    day_of,
)
from certificates.tasks import carry_out_change
from lms import audit
from lms.errors import DomainError

# What can be done, in words for a button.
ACTS = {
    EventKind.SUSPENDED: gettext_lazy("Suspend"),
    EventKind.RESTORED: gettext_lazy("Restore"),
    EventKind.REVOKED: gettext_lazy("Revoke"),
}
STEPS = {
    EventKind.SUSPENDED: suspend,
    EventKind.RESTORED: restore,
    EventKind.REVOKED: revoke,
}
# So many rows are carried out in one transaction, and so many at most at once while
# somebody waits for the page; more of them are done in the background.
CHUNK, AT_ONCE = 50, 200
ROWS_WRITTEN = 1000


@dataclass(frozen=True)
class Foresight:
    """What a change will do: how many certificates change, how many do not and for which
    state, and how many holders are told by mail."""

    changes: int
    stays: list[tuple[str, int]]
    told: int


def fits(act: EventKind, state: CertificateState | None) -> bool:
    """Whether something can happen to a certificate that has a state today."""
    if act == EventKind.SUSPENDED:
        return state in IN_FORCE
    if act == EventKind.RESTORED:
        return state == CertificateState.SUSPENDED
    return state not in FINAL_KINDS


def fitting_acts(state: CertificateState | None) -> list[tuple[str, str]]:
    """What can be done with a certificate in a state, each with its words."""
    return [(act.value, words) for act, words in ACTS.items() if fits(act, state)]


@transaction.atomic
def look_at_change(
    certificates: QuerySet[Certificate], act: str, *, actor, now: datetime
) -> RegisterChange:
    """What doing something to these certificates would come to. Nothing is done yet.

    Of what the person does not oversee nothing is taken. Raises DomainError `no_act` for
    what cannot be done to many, and `none_chosen` without a certificate.
    """
    if act not in ACTS:
        raise DomainError(_("Choose what is to be done."), code="no_act")
    change = RegisterChange.objects.create(act=act, made_at=now, made_by=actor)
    known = overseen_by(actor).filter(pk__in=certificates.order_by().values("pk"))
    rows = known.with_state(day_of(now)).order_by("pk").values_list("pk", "state")
    _write_rows(change, list(rows))
    if not change.rows.exists():
        raise DomainError(_("Choose at least one certificate."), code="none_chosen")
    change.total = change.rows.filter(outcome=Outcome.WAITS).count()
    change.save(update_fields=["total"])
    return change


def foresee(change: RegisterChange) -> Foresight:
    """What a change will do when it is decided."""
    rows = change.rows
    waits = rows.filter(outcome=Outcome.WAITS)
    stays = Counter(
        rows.filter(outcome=Outcome.CANNOT).order_by().values_list("why", flat=True)
    )
    reached = waits.exclude(certificate__holder__email=None).order_by()
    return Foresight(
        changes=waits.count(),
        stays=sorted(stays.items()),
        told=reached.values("certificate__holder").distinct().count(),
    )


@transaction.atomic
def decide_change(change: RegisterChange, reason: str, *, actor, now: datetime) -> None:
    """Carry out what was looked at; a long one in the background.

    Raises DomainError `no_reason` for a reason that is none for this, `decided` when it
    was decided before, and `not_yours` for anybody but who looked at it: in their name
    it is done.
    """
    locked = RegisterChange.objects.select_for_update().get(pk=change.pk)
    if locked.made_by_id != actor.pk:
        raise DomainError(
            _("Somebody else looked at this. Choose the certificates yourself."),
            code="not_yours",
        )
    if locked.state != ChangeState.LOOKED:
        raise DomainError(
            _("This was decided before. Nothing was done twice."), code="decided"
        )
    if reason not in REASONS[EventKind(locked.act)]:
        raise DomainError(_("Choose why."), code="no_reason")
    _begin(locked, reason, now=now)
    change.refresh_from_db()


@transaction.atomic
def undo_change(change: RegisterChange, *, actor, now: datetime) -> RegisterChange:
    """Restore what a change suspended and what is suspended still, in one step.

    Raises DomainError `not_undoable` for what is not a suspension or not done, and
    `undone` when it was undone before.
    """
    locked = RegisterChange.objects.select_for_update().get(pk=change.pk)
    if not can_undo(locked):
        raise DomainError(
            _("Only a suspension that is done can be undone."), code="not_undoable"
        )
    if hasattr(locked, "undone_by"):
        raise DomainError(_("This was undone before."), code="undone")
    changed = locked.rows.filter(outcome=Outcome.CHANGED).values("certificate")
    back = look_at_change(
        Certificate.objects.filter(pk__in=changed),
        EventKind.RESTORED,
        actor=actor,
        now=now,
    )
    back.undoes = locked
    back.save(update_fields=["undoes"])
    _begin(back, ReasonCode.UNDONE, now=now)
    return back


def can_undo(change: RegisterChange) -> bool:
    """Whether a change is a suspension that is done and has changed something."""
    return (
        change.act == EventKind.SUSPENDED
        and change.state == ChangeState.DONE
        and change.rows.filter(outcome=Outcome.CHANGED).exists()
    )


def carry_out(change_id: int, *, clock: Callable[[], datetime]) -> None:
    """Do what was decided, as far as it is not done yet. `clock` tells the time, which
    goes on meanwhile."""
    while _chunk(change_id, clock=clock):
        pass


def changes_of(user) -> QuerySet[RegisterChange]:
    """The changes that a person made; all of them for an administrator."""
    changes = RegisterChange.objects.select_related("made_by", "undoes")
    return changes if user.is_superuser else changes.filter(made_by=user)


def rows_of(change: RegisterChange, user) -> QuerySet[RegisterChangeRow]:
    """What came of each certificate that a person still oversees: those they did that
    for once are named no more."""
    mine = overseen_by(user).filter(pk=OuterRef("certificate"))
    return change.rows.filter(Exists(mine)).select_related("certificate")


def _write_rows(change: RegisterChange, rows: list[tuple[int, str | None]]) -> None:
    act = EventKind(change.act)
    RegisterChangeRow.objects.bulk_create(
        (
            RegisterChangeRow(
                change=change,
                certificate_id=pk,
                outcome=Outcome.WAITS if fits(act, state) else Outcome.CANNOT,
                why="" if fits(act, state) else state or "",
            )
            for pk, state in rows
        ),
        batch_size=ROWS_WRITTEN,
    )


def _begin(change: RegisterChange, reason: str, *, now: datetime) -> None:
    change.reason_code = reason
    change.state = ChangeState.UNDER_WAY
    change.decided_at = now
    change.save(update_fields=["reason_code", "state", "decided_at"])
    audit.record(
        "certificates.many_changed",
        actor=change.made_by,
        subject=change,
        data={"act": change.act, "reason": reason, "certificates": change.total},
        now=now,
    )
    if change.total > AT_ONCE:
        carry_out_change.enqueue(change.pk)
    else:
        carry_out(change.pk, clock=lambda: now)
        change.refresh_from_db()


@transaction.atomic
def _chunk(change_id: int, *, clock: Callable[[], datetime]) -> bool:
    """Go through some rows; whether there may be more."""
    change = RegisterChange.objects.select_for_update().get(pk=change_id)
    now = clock()
    if change.state != ChangeState.UNDER_WAY:
        return False
    waiting = change.rows.filter(outcome=Outcome.WAITS)
    rows = list(waiting.select_related("certificate__holder")[:CHUNK])
    # Who was an owner when it was decided may not be one any more.
    held = {row.certificate_id for row in rows}
    mine = set(
        overseen_by(change.made_by).filter(pk__in=held).values_list("pk", flat=True)
    )
    for row in rows:
        _carry_out_row(change, row, is_mine=row.certificate_id in mine, now=now)
    RegisterChangeRow.objects.bulk_update(rows, ["outcome", "why"])
    change.done += len(rows)
    if not rows:
        change.state, change.finished_at = ChangeState.DONE, now
    change.save(update_fields=["done", "state", "finished_at"])
    return bool(rows)


def _carry_out_row(
    change: RegisterChange, row: RegisterChangeRow, *, is_mine: bool, now: datetime
) -> None:
    row.outcome, row.why = Outcome.CANNOT, "not_yours"
    if is_mine:
        try:
            event = STEPS[EventKind(change.act)](
                row.certificate,
                reason_code=change.reason_code,
                actor=change.made_by,
                now=now,
            )
        except DomainError as refusal:
            row.why = refusal.code
        else:
            row.outcome, row.why = Outcome.CHANGED, ""
            tell_of_change(event, now=now)
