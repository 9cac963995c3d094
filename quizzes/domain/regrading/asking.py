"""Asking for a regrade, and deciding on it once its figures are there."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.domain.words import own_words, refuse_terms
from courses.exercises import KINDS
from lms import audit
from lms.errors import DomainError
from quizzes.domain.versions import freeze_question
from quizzes.enums import RegradeHow, RegradeState
from quizzes.models import Bank, QuestionVersion, Regrade
from quizzes.models.regrades import IN_FORCE, UNFINISHED
from quizzes.tasks import regrade_attempts

MOST = 500


def ways_for(version: QuestionVersion) -> list[RegradeHow]:
    """How answers to a version can be graded otherwise. What a person marks has no key;
    back to before any regrade leads only where there was one."""
    ways = [RegradeHow.FULL, RegradeHow.DROP]
    if KINDS[version.kind].graded:
        ways.insert(0, RegradeHow.NEW_KEY)
    if version.regrades.filter(state__in=IN_FORCE).exists():
        ways.append(RegradeHow.AS_BEFORE)
    return ways


@transaction.atomic
def ask_for_regrade(
    version: QuestionVersion, how: str, *, reason: str, actor, now: datetime
) -> Regrade:
    """Have it looked at in the background who would change. Nothing is graded yet.

    Raises DomainError while one of the same question is unfinished ("unfinished"), for
    a way there is not ("way"), without a reason ("empty") or with one that learners are
    not to read ("people", "words"), and when the question as it is published now cannot
    grade these answers ("same", "kind", or NotReady).
    """
    words = own_words(reason, most=MOST, confirmation="")
    if not words:
        raise DomainError(_("Say why: learners read it."), code="empty")
    refuse_terms(words, actor=actor)
    # The lock lets nobody else ask between the look and this.
    Bank.objects.select_for_update(of=("self",)).get(pk=version.bank_id)
    if version.regrades.filter(state__in=UNFINISHED).exists():
        raise DomainError(
            _("A regrade of this question is not finished yet. Finish that one first."),
            code="unfinished",
        )
    if how not in ways_for(version):
        raise DomainError(_("Choose how the answers are to be graded."), code="way")
    regrade = Regrade.objects.create(
        version=version,
        how=how,
        by=_newer(version, now) if how == RegradeHow.NEW_KEY else None,
        reason=words,
        asked_at=now,
        asked_by=actor,
        language=get_language(),
        heard_at=now,
    )
    regrade_attempts.enqueue(regrade.pk)
    return regrade


def _newer(version: QuestionVersion, now: datetime) -> QuestionVersion:
    newer = freeze_question(version.bank, version.question_key, now=now)
    if newer.pk == version.pk:
        raise DomainError(
            _(
                "The question is published as it was asked. Correct it, have it reviewed "
                "and published, and come back."
            ),
            code="same",
        )
    if newer.kind != version.kind:
        raise DomainError(
            _("The question is of another kind now: it cannot grade these answers."),
            code="kind",
        )
    return newer


@transaction.atomic
def decide(regrade: Regrade, *, actor, now: datetime) -> Regrade:
    """Carry out what was looked at, in the background. Twice is once. Raises DomainError
    "state" for one that was not looked at, or was set aside."""
    regrade = _locked(regrade)
    if regrade.state in IN_FORCE:
        return regrade
    if regrade.state != RegradeState.LOOKED:
        raise DomainError(
            _("There is nothing to carry out. Ask for the regrade again."), code="state"
        )
    regrade.state = RegradeState.UNDER_WAY
    regrade.decided_at, regrade.decided_by = now, actor
    regrade.heard_at, regrade.done, regrade.total = now, 0, 0
    regrade.save()
    _record("decided", regrade, actor=actor, now=now, data=regrade.preview)
    regrade_attempts.enqueue(regrade.pk)
    return regrade


@transaction.atomic
def set_aside(regrade: Regrade, *, actor, now: datetime) -> Regrade:
    """Do not carry it out. One that is under way is not stopped: learners may have read
    its grades. Raises DomainError "state" for that."""
    regrade = _locked(regrade)
    if regrade.state in IN_FORCE:
        raise DomainError(
            _("It is being carried out already. Grade as before by another regrade."),
            code="state",
        )
    if regrade.state != RegradeState.SET_ASIDE:
        regrade.state, regrade.finished_at = RegradeState.SET_ASIDE, now
        regrade.save()
        _record("set_aside", regrade, actor=actor, now=now)
    return regrade


def _locked(regrade: Regrade) -> Regrade:
    return Regrade.objects.select_for_update(of=("self",)).get(pk=regrade.pk)


def _record(verb: str, regrade: Regrade, *, actor, now: datetime, data=None) -> None:
    audit.record(
        f"quizzes.regrade_{verb}",
        actor=actor,
        subject=regrade,
        now=now,
        data={"question": regrade.version.key, "how": regrade.how} | (data or {}),
    )
