"""Asking for training, and what becomes of it: taken up, planned, answered no, withdrawn
(REQUIREMENTS R25, R42 and R43)."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.domain.words import own_words
from lms import audit
from lms.errors import DomainError
from organisations.models import Organisation, User
from trainers.domain.periods import accredited_on
from trainers.domain.reading import programmes_of
from trainers.domain.requests.needs import (
    REMARK_MOST,
    Needs,
    answers_of,
    refuse_unusable,
)
from trainers.domain.requests.telling import (
    tell_asker,
    tell_handler,
    tell_handlers,
)
from trainers.domain.separation import is_owner
from trainers.enums import Audience, RequestState, SessionState
from trainers.models import TrainerProgramme, TrainingRequest, TrainingSession
from trainers.models.requests import ANSWER_MOST, OPEN


def may_ask_for(user: User, organisation: Organisation) -> bool:
    """Coordinators and deputies of it ask."""
    return (
        Organisation.objects.coordinating_for(user).filter(pk=organisation.pk).exists()
    )


def may_handle(user: User, request: TrainingRequest, now: datetime) -> bool:
    """Owners of the programme asked, of any where none was named; while it is open those
    who may lead the programme today. What somebody took up is theirs and the owners'."""
    if is_any_owner(user, request.programme):
        return True
    if request.programme is None or request.state not in OPEN:
        return False
    if request.state == RequestState.TAKEN_UP and request.handled_by_id != user.pk:
        return False
    leads = accredited_on(request.programme, timezone.localdate(now))
    return leads.filter(pk=user.pk).exists()


def is_any_owner(user: User, programme: TrainerProgramme | None) -> bool:
    """Whether somebody signs for the owner of a programme, or of any for None."""
    if programme is not None:
        return is_owner(user, programme)
    return user.is_active and programmes_of(user).exists()


@transaction.atomic
def ask(
    organisation: Organisation,
    needs: Needs,
    *,
    programme: TrainerProgramme | None = None,
    key: uuid.UUID | None = None,
    confirmation: str = "",
    actor: User,
    now: datetime,
) -> TrainingRequest:
    """Ask for training; who handles it gets a mail. The same `key` twice is one request.

    Raises DomainError: "not_allowed", what needs.refuse_unusable says, "past" for a
    period that is over, "long" for the remark, and MentionsPeople.
    """
    if not may_ask_for(actor, organisation):
        raise DomainError(
            _("Only its coordinators ask for training."), code="not_allowed"
        )
    answers = _checked(needs, confirmation, now)
    others = TrainingRequest.objects.exclude(organisation=organisation)
    if key is None or others.filter(uuid=key).exists():
        key = uuid.uuid4()
    asked, is_new = TrainingRequest.objects.get_or_create(
        uuid=key,
        organisation=organisation,
        defaults={
            **_kept(needs, answers),
            "programme": programme,
            "made_by": actor,
            "made_at": now,
            "changed_at": now,
        },
    )
    if is_new:
        _record("asked", asked, actor=actor, now=now)
        tell_handlers(asked, now=now)
    return asked


@transaction.atomic
def change(
    request: TrainingRequest,
    needs: Needs,
    *,
    programme: TrainerProgramme | None = None,
    confirmation: str = "",
    actor: User,
    now: datetime,
) -> TrainingRequest:
    """Other answers, as long as nobody took it up. Raises DomainError as `ask`, and
    "closed" after that."""
    request = _locked(request)
    _refuse_others(request, actor)
    if request.state != RequestState.ASKED:
        raise DomainError(
            _("It is taken up already. Withdraw it and ask anew."), code="closed"
        )
    answers = _checked(needs, confirmation, now)
    for name, value in _kept(needs, answers).items():
        setattr(request, name, value)
    request.programme, request.changed_at = programme, now
    request.save()
    _record("changed", request, actor=actor, now=now)
    return request


@transaction.atomic
def withdraw(
    request: TrainingRequest, *, actor: User, now: datetime
) -> TrainingRequest:
    """The organisation does not ask any more; whoever took it up is told. Raises
    DomainError "not_allowed" and "closed"."""
    request = _locked(request)
    _refuse_others(request, actor)
    _refuse_closed(request)
    request.state, request.changed_at = RequestState.WITHDRAWN, now
    request.save(update_fields=["state", "changed_at"])
    _record("withdrawn", request, actor=actor, now=now)
    if request.handled_by_id:
        tell_handler(request, now=now)
    return request


@transaction.atomic
def take_up(request: TrainingRequest, *, actor: User, now: datetime) -> TrainingRequest:
    """Somebody sees to it; the organisation reads who. Raises DomainError "not_allowed",
    "taken" where another did, and "closed"."""
    request = _to_handle(request, actor, now)
    if request.state == RequestState.TAKEN_UP:
        raise DomainError(_("It is taken up already."), code="taken")
    return _handled(request, RequestState.TAKEN_UP, actor=actor, now=now)


@transaction.atomic
def answer_no(
    request: TrainingRequest,
    *,
    reason: str,
    confirmation: str = "",
    actor: User,
    now: datetime,
) -> TrainingRequest:
    """No training comes of it; the organisation reads why. Raises DomainError
    "not_allowed", "closed", "empty" without a reason, "long", and MentionsPeople."""
    request = _to_handle(request, actor, now)
    request.answer = own_words(reason, most=ANSWER_MOST, confirmation=confirmation)
    if not request.answer:
        raise DomainError(
            _("Say why not, for the organisation that asked."), code="empty"
        )
    return _handled(request, RequestState.REFUSED, actor=actor, now=now)


@transaction.atomic
def link_session(
    request: TrainingRequest, session: TrainingSession, *, actor: User, now: datetime
) -> TrainingRequest:
    """Say which training session came of it.

    Raises DomainError "not_allowed", "closed", "cancelled", "programme" for a session of
    another one than was asked, and "places" where the people of the organisation may not
    come.
    """
    request = _to_handle(request, actor, now)
    runs = TrainingSession.objects.run_by(actor).filter(pk=session.pk).exists()
    if not runs:
        raise DomainError(_("You do not plan this session."), code="not_allowed")
    if session.state == SessionState.CANCELLED:
        raise DomainError(_("This session is cancelled."), code="cancelled")
    if request.programme_id not in (None, session.programme_id):
        raise DomainError(
            _("This session is of another programme than was asked."), code="programme"
        )
    if not _is_asked(session, request.organisation):
        raise DomainError(
            _("Ask the organisation to the session first: its people may not come."),
            code="places",
        )
    request.session = session
    return _handled(request, RequestState.PLANNED, actor=actor, now=now)


def _is_asked(session: TrainingSession, organisation: Organisation) -> bool:
    above = {int(pk) for pk in organisation.path.strip("/").split("/")}
    return (
        session.audience == Audience.OPEN
        or session.places.filter(organisation__in=above).exists()
    )


def _checked(needs: Needs, confirmation: str, now: datetime) -> dict:
    refuse_unusable(needs)
    if needs.ends_on < timezone.localdate(now):
        raise DomainError(_("This period is over."), code="past")
    remark = own_words(needs.remark, most=REMARK_MOST, confirmation=confirmation)
    return {**answers_of(needs), "remark": remark}


def _kept(needs: Needs, answers: dict) -> dict:
    return {
        "answers": answers,
        "languages": list(needs.languages),
        "starts_on": needs.starts_on,
        "ends_on": needs.ends_on,
    }


def _locked(request: TrainingRequest) -> TrainingRequest:
    rows = TrainingRequest.objects.select_for_update(of=("self",))
    return rows.select_related("organisation", "programme__owner").get(pk=request.pk)


def _to_handle(request: TrainingRequest, actor: User, now: datetime) -> TrainingRequest:
    request = _locked(request)
    _refuse_closed(request)
    if not may_handle(actor, request, now):
        raise DomainError(
            _("Owners of the programme and its trainers handle this."),
            code="not_allowed",
        )
    return request


def _refuse_others(request: TrainingRequest, actor: User) -> None:
    if not may_ask_for(actor, request.organisation):
        raise DomainError(
            _("Only its coordinators ask for training."), code="not_allowed"
        )


def _refuse_closed(request: TrainingRequest) -> None:
    if request.state not in OPEN:
        raise DomainError(_("This is decided already."), code="closed")


def _handled(
    request: TrainingRequest, state: RequestState, *, actor: User, now: datetime
) -> TrainingRequest:
    request.state, request.handled_by, request.handled_at = state, actor, now
    request.changed_at = now
    request.save()
    _record(state.value.replace("-", "_"), request, actor=actor, now=now)
    tell_asker(request, now=now)
    return request


def _record(what: str, request: TrainingRequest, *, actor: User, now: datetime) -> None:
    audit.record(
        f"trainers.request_{what}",
        actor=actor,
        subject=request,
        organisation=request.organisation_id,
        now=now,
        data={"state": request.state},
    )
