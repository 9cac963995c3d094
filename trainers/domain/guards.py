"""What each step of an accreditation still lacks (TRAINERS 4.1, second column).

Pure: a guard takes facts and returns what is missing, in words and with who must act; an
empty list lets the step be taken. The numbers are the programme's.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.months import months_after
from trainers.domain.facts import Facts, renewal_key
from trainers.domain.rubric_marks import meets
from trainers.enums import (
    Decision,
    EvidenceKind,
    Signer,
    SignOffKind,
)


@dataclass(frozen=True)
class Missing:
    """Something that a step lacks: a stable code, the words for people, and whose turn
    it is."""

    code: str
    text: str
    who: Signer


def missing_to_open(facts: Facts) -> list[Missing]:
    """T0: a valid base certificate of the programme. A programme without base courses
    asks for none."""
    if facts.base is not None or not facts.asks_base:
        return []
    return [
        Missing(
            "base",
            _("A certificate of the base course that is valid today."),
            Signer.CANDIDATE,
        )
    ]


def missing_to_apply(facts: Facts) -> list[Missing]:
    """T1: the application with years in the sector and declarations, the superior's
    commitment and the local coordinator's signature."""
    missing = missing_to_open(facts)
    application = facts.application
    if application is None:
        return [
            *missing,
            Missing("application", _("Your application."), Signer.CANDIDATE),
        ]
    if application.years_in_sector < facts.programme.years_in_sector:
        years = facts.programme.years_in_sector
        text = ngettext(
            "%(years)s year in the sector.", "%(years)s years in the sector.", years
        )
        missing.append(Missing("years", text % {"years": years}, Signer.CANDIDATE))
    if application.is_committed is False:
        missing.append(
            Missing(
                "not_committed",
                _("The superior did not confirm. Talk to them, and apply anew."),
                Signer.CANDIDATE,
            )
        )
    elif application.is_committed is None:
        missing.append(
            Missing(
                "superior",
                _("The confirmation of the superior, by the link in their mail."),
                Signer.SUPERIOR,
            )
        )
    about = str(application.uuid)
    return [*missing, *_missing_coordinator(facts, SignOffKind.APPLICATION, about)]


def missing_to_admit(facts: Facts) -> list[Missing]:
    """T2: kick-off with the superior held, a first implementation plan, and the vetting
    where the programme asks for it."""
    asked = [
        (EvidenceKind.KICK_OFF, _("The kick-off with the superior."), Signer.OWNER),
    ]
    if facts.programme.asks_vetting:
        asked.append((EvidenceKind.VETTING, _("The vetting."), Signer.OWNER))
    missing = [
        Missing(kind.value, text, who)
        for kind, text, who in asked
        if not facts.signed(kind)
    ]
    if not facts.written(EvidenceKind.PLAN):
        missing.append(
            Missing("plan", _("A first implementation plan."), Signer.CANDIDATE)
        )
    elif not facts.signed(EvidenceKind.PLAN):
        missing.append(Missing("plan_unread", _("A look at the plan."), Signer.OWNER))
    return missing


def missing_to_begin(facts: Facts) -> list[Missing]:
    """T3: a lead trainer who gives the training."""
    if facts.accreditation.lead_id:
        return []
    return [Missing("lead", _("A lead trainer for the training."), Signer.OWNER)]


def missing_to_pass(facts: Facts) -> list[Missing]:
    """T3 and T4: enough of the training attended, both quizzes, and the rubric in
    micro-teaching by as many people as the programme asks."""
    programme, missing = facts.programme, []
    days = facts.signed(EvidenceKind.ATTENDANCE)
    held = sum(one.held for one in days)
    missed = sum(one.missed for one in days)
    if not held or missed * 100 > programme.absence_percent * held:
        text = _("Attendance: at most %(percent)s%% of the half-days missed.")
        missing.append(
            Missing(
                "attendance", text % {"percent": programme.absence_percent}, Signer.LEAD
            )
        )
    for kind, least, text in (
        (
            EvidenceKind.QUIZ,
            programme.quiz_percent,
            _("The knowledge quiz with %(percent)s%% or more."),
        ),
        (
            EvidenceKind.LAW_QUIZ,
            programme.law_quiz_percent,
            _("The quiz on content, language and law with %(percent)s%% or more."),
        ),
    ):
        if _best(facts, kind) < least:
            missing.append(Missing(kind.value, text % {"percent": least}, Signer.LEAD))
    passed = _micro_teachings(facts)
    if passed < programme.micro_assessments:
        text = ngettext(
            "The micro-teaching, passed before %(number)s person.",
            "The micro-teaching, passed before %(number)s people.",
            programme.micro_assessments,
        )
        missing.append(
            Missing(
                "micro-teaching",
                text % {"number": programme.micro_assessments},
                Signer.LEAD,
            )
        )
    return missing


def missing_to_co_facilitate(facts: Facts) -> list[Missing]:
    """T5: enough co-facilitated sessions since the provisional accreditation, each signed
    by its lead; or one whole group where the programme says so."""
    done = facts.signed(EvidenceKind.CO_SESSION, since=facts.accreditation.counts_from)
    asked = facts.programme.co_sessions
    if len(done) >= asked or (
        facts.programme.group_is_enough and any(one.is_whole_group for one in done)
    ):
        return []
    text = ngettext(
        "%(done)s of %(asked)s co-facilitated session, signed by its lead.",
        "%(done)s of %(asked)s co-facilitated sessions, each signed by its lead.",
        asked,
    )
    return [
        Missing("co-sessions", text % {"done": len(done), "asked": asked}, Signer.LEAD)
    ]


def missing_to_observe(facts: Facts) -> list[Missing]:
    """T6: one whole session led before an assessor who says that it is passed, and the
    candidate's own assessment."""
    since = facts.accreditation.counts_from
    missing = []
    if not passed_observations(facts):
        missing.append(
            Missing(
                "observed",
                _("A session led before an assessor, and passed."),
                Signer.ASSESSOR,
            )
        )
    if not facts.written(EvidenceKind.SELF_ASSESSMENT, since=since):
        missing.append(
            Missing("self-assessment", _("Your self-assessment."), Signer.CANDIDATE)
        )
    return missing


def missing_to_accredit(facts: Facts) -> list[Missing]:
    """T7: co-facilitation and observation within the months of the programme, and
    feedback of enough learners that is good enough."""
    programme, since = facts.programme, facts.accreditation.counts_from
    missing = [*missing_to_co_facilitate(facts), *missing_to_observe(facts)]
    latest = max((one.on_day for one in passed_observations(facts)), default=None)
    if latest and latest > months_after(since, programme.observed_within_months):
        missing.append(
            Missing(
                "too_late",
                _("Co-facilitation and observation took too long: both begin anew."),
                Signer.OWNER,
            )
        )
    good = [
        one
        for one in facts.signed(EvidenceKind.FEEDBACK, since=since)
        if one.score >= programme.feedback_percent
        and one.answers >= programme.feedback_answers
    ]
    if not good:
        text = _("Feedback of at least %(answers)s learners, %(percent)s%% or better.")
        numbers = {
            "answers": programme.feedback_answers,
            "percent": programme.feedback_percent,
        }
        missing.append(Missing("feedback", text % numbers, Signer.LEAD))
    return missing


def missing_to_renew(facts: Facts) -> list[Missing]:
    """T7': sessions led in the period (or one whole group), a trainers' day or refresher,
    the quiz on updated content, no open complaint, and the coordinator's signature."""
    programme, since = facts.programme, facts.accreditation.counts_from
    missing = []
    led = facts.signed(EvidenceKind.LED_SESSION, since=since)
    is_group = programme.group_is_enough and any(one.is_whole_group for one in led)
    if len(led) < programme.led_sessions and not is_group:
        text = ngettext(
            "%(done)s of %(asked)s session led and signed.",
            "%(done)s of %(asked)s sessions led and signed.",
            programme.led_sessions,
        )
        numbers = {"done": len(led), "asked": programme.led_sessions}
        missing.append(Missing("led-sessions", text % numbers, Signer.CANDIDATE))
    if not facts.signed(EvidenceKind.TRAINER_DAY, since=since):
        missing.append(
            Missing("trainer-day", _("A trainers’ day or refresher."), Signer.CANDIDATE)
        )
    if _best(facts, EvidenceKind.UPDATE_QUIZ, since) < programme.update_quiz_percent:
        text = _("The quiz on updated content with %(percent)s%% or more.")
        numbers = {"percent": programme.update_quiz_percent}
        missing.append(Missing("update-quiz", text % numbers, Signer.OWNER))
    if facts.suspension is not None:
        missing.append(
            Missing("complaint", _("No complaint that is open."), Signer.OWNER)
        )
    about = renewal_key(facts.accreditation)
    return [*missing, *_missing_coordinator(facts, SignOffKind.RENEWAL, about)]


def nothing_missing(facts: Facts) -> list[Missing]:
    """For a step that rests on a decision alone."""
    return []


def passed_observations(facts: Facts) -> list:
    """The observed sessions since the provisional accreditation that were passed."""
    return [
        one
        for one in facts.signed(
            EvidenceKind.OBSERVED_SESSION, since=facts.accreditation.counts_from
        )
        if one.rubric_record.decision == Decision.PASS
    ]


def _missing_coordinator(facts: Facts, kind: SignOffKind, about: str) -> list[Missing]:
    if facts.signed_apart(kind, about):
        return []
    return [
        Missing(
            "coordinator",
            _("The signature of the coordinator of the employer."),
            Signer.COORDINATOR,
        )
    ]


def _micro_teachings(facts: Facts) -> int:
    """How many people saw the candidate pass, by what each said last."""
    last = {one.made_by_id: one for one in facts.signed(EvidenceKind.MICRO_TEACHING)}
    return sum(
        meets(one.rubric_record.rubric, one.rubric_record.levels)
        for one in last.values()
    )


def _best(facts: Facts, kind: EvidenceKind, since=None) -> int:
    """The best signed result of a kind; -1 for none."""
    return max((one.score for one in facts.signed(kind, since=since)), default=-1)
