"""Mails about requests for training. Each has a key, so that twice is once. What was
answered stands on the page alone: a mail names the organisation and how it stands."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from organisations.enums import Role
from organisations.models import Membership, User
from trainers.domain.mailing import send_to
from trainers.domain.periods import accredited_on
from trainers.enums import RequestState
from trainers.models import TrainerProgramme, TrainingRequest


def tell_handlers(request: TrainingRequest, *, now: datetime) -> int:
    """Tell those who handle it that something is asked; returns how many mails."""
    return sum(
        _send(one, "request_asked", f"asked:{request.uuid}:{one.pk}", request, now=now)
        for one in handlers_of(request, now)
    )


def tell_handler(request: TrainingRequest, *, now: datetime) -> bool:
    """Tell whoever took it up that it was withdrawn."""
    return _send(
        request.handled_by,
        "request_withdrawn",
        f"withdrawn:{request.uuid}",
        request,
        now=now,
    )


def tell_asker(request: TrainingRequest, *, now: datetime) -> bool:
    """Tell whoever asked how it stands now."""
    return _send(
        request.made_by,
        "request_state",
        f"{request.state}:{request.uuid}",
        request,
        now=now,
    )


def handlers_of(request: TrainingRequest, now: datetime) -> list[User]:
    """Owners of the programme asked, of all programmes where none was named, and who may
    lead it today in a language that is asked; not whoever asked."""
    owners = TrainerProgramme.objects.values("owner")
    if request.programme_id is not None:
        owners = owners.filter(pk=request.programme_id)
    today = timezone.localdate(now)
    members = Membership.objects.on(today).filter(
        role=Role.PROGRAMME_OWNER, organisation__in=owners
    )
    found = {one.pk: one for one in User.objects.filter(memberships__in=members)}
    if request.programme_id is not None:
        for language in request.languages:
            for one in accredited_on(request.programme, today, language=language):
                found[one.pk] = one
    found.pop(request.made_by_id, None)
    return sorted(found.values(), key=lambda one: one.pk)


def _send(
    person: User, name: str, key: str, request: TrainingRequest, *, now: datetime
) -> bool:
    path = reverse("trainers:request", args=[request.uuid])
    return send_to(
        person,
        name,
        f"trainers.request.{key}",
        {
            "organisation": request.organisation.name,
            "starts_on": request.starts_on,
            "ends_on": request.ends_on,
            "state": RequestState(request.state),
            "link": f"{settings.RELAY_BASE_URL}{path}",
        },
        now=now,
    )
