"""Bringing a list for a bulk award, and deciding on it once it was looked at."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from certificates.domain.bulk.table import lines_of
from certificates.enums import AwardRowState, AwardRunState
from certificates.models import AwardRun, AwardRunRow, CertificateRule
from certificates.rules import is_owner_at
from certificates.tasks import carry_run
from courses.domain.words import own_words, refuse_terms
from courses.models import Course
from lms import audit
from lms.errors import DomainError
from organisations.models import Organisation

GIVEN_BY_MOST, REASON_MOST = 160, 300
BATCH = 1000


@transaction.atomic
def bring_list(
    course: Course,
    issuer: Organisation,
    data: bytes,
    *,
    given_by: str,
    reason: str,
    actor,
    now: datetime,
) -> AwardRun:
    """Have a list looked at in the background: who would get a certificate. Nothing is
    awarded, and nobody is put in a course.

    Raises DomainError when no rule of the issuer gives one for the course, when it is not
    released, without a word on who gave the training or why ("empty"), and for a file
    that cannot be taken (certificates.domain.bulk.table).
    """
    if not CertificateRule.objects.filter(course=course, issuer=issuer).exists():
        raise DomainError(_("This course gives no certificate."))
    if course.current_edition_id is None:
        raise DomainError(_("This course has not been released yet."))
    given_by = own_words(given_by, most=GIVEN_BY_MOST, confirmation="")
    reason = own_words(reason, most=REASON_MOST, confirmation="")
    if not (given_by and reason):
        raise DomainError(
            _("Say who gave the training, and why it is recognised."), code="empty"
        )
    refuse_terms(reason, actor=actor)
    lines = lines_of(data)
    run = AwardRun.objects.create(
        course=course,
        issuer=issuer,
        given_by=given_by,
        reason=reason,
        asked_at=now,
        asked_by=actor,
        language=get_language(),
        heard_at=now,
        total=len(lines),
    )
    AwardRunRow.objects.bulk_create(
        (
            AwardRunRow(
                run=run,
                line=line.number,
                email=line.email[:254],
                sector_text=line.sector[:80],
                day_text=line.day[:40],
            )
            for line in lines
        ),
        batch_size=BATCH,
    )
    _record("brought", run, actor=actor, now=now, data={"lines": len(lines)})
    carry_run.enqueue(run.pk)
    return run


@transaction.atomic
def confirm(run: AwardRun, *, actor, now: datetime) -> AwardRun:
    """Award what was looked at, in the background. Twice is once.

    Raises DomainError for who brought the list ("same"), for one that was not looked at
    or was set aside ("state"), and where nobody would get a certificate ("nothing").
    """
    run = _locked(run)
    if run.state in (AwardRunState.UNDER_WAY, AwardRunState.DONE):
        return run
    if run.state != AwardRunState.LOOKED:
        raise DomainError(_("There is nothing to award here."), code="state")
    if actor.pk == run.asked_by_id or not is_owner_at(actor, run.issuer_id):
        raise DomainError(
            _("You brought this list. Another programme owner has to confirm it."),
            code="same",
        )
    ready = run.rows.filter(state=AwardRowState.READY).count()
    if not ready:
        raise DomainError(_("Nobody on this list would get one."), code="nothing")
    run.state = AwardRunState.UNDER_WAY
    run.decided_at, run.decided_by = now, actor
    run.heard_at, run.done, run.total = now, 0, ready
    run.save()
    _record("confirmed", run, actor=actor, now=now, data={"people": ready})
    carry_run.enqueue(run.pk)
    return run


@transaction.atomic
def set_aside(run: AwardRun, *, actor, now: datetime) -> AwardRun:
    """Award nothing of it. Raises DomainError "state" once it is confirmed."""
    run = _locked(run)
    if run.state in (AwardRunState.UNDER_WAY, AwardRunState.DONE):
        raise DomainError(
            _("It is being awarded already. Revoke what should not have been given."),
            code="state",
        )
    if run.state != AwardRunState.SET_ASIDE:
        run.state, run.finished_at = AwardRunState.SET_ASIDE, now
        run.save()
        _record("set_aside", run, actor=actor, now=now)
    return run


def _locked(run: AwardRun) -> AwardRun:
    return AwardRun.objects.select_for_update(of=("self",)).get(pk=run.pk)


def _record(verb: str, run: AwardRun, *, actor, now: datetime, data=None) -> None:
    audit.record(
        f"certificates.run_{verb}",
        actor=actor,
        subject=run,
        organisation=run.issuer_id,
        now=now,
        data={"course": run.course_id} | (data or {}),
    )
