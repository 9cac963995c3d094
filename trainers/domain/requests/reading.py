"""Who sees which requests for training, and the facts that a plan rests on."""

from datetime import date

from django.db.models import Q, QuerySet

from organisations.models import Organisation, User
from trainers.domain.periods import accredited_on, leads_on
from trainers.domain.reading import programmes_of
from trainers.domain.requests.catalogue import BOUNCE, FRONTLINE
from trainers.domain.requests.needs import Needs
from trainers.domain.requests.rules import Facts
from trainers.enums import RequestState, SessionState
from trainers.models import TrainerProgramme, TrainingRequest, TrainingSession

# What a row of a list and the page of a request say.
SHOWN = ("organisation", "programme__owner", "made_by", "handled_by", "session")


def requests_of_mine(user: User) -> QuerySet[TrainingRequest]:
    """What organisations asked that a person coordinates, the latest first."""
    coordinated = Organisation.objects.coordinating_for(user).values("pk")
    rows = TrainingRequest.objects.filter(organisation__in=coordinated)
    return rows.select_related(*SHOWN)


def requests_to_handle(user: User, day: date) -> QuerySet[TrainingRequest]:
    """What a person handles: requests of programmes they own, those that name none where
    they own one, those they took up, and those nobody took up yet of a programme that
    they may lead that day; the latest first."""
    if not user.is_authenticated:
        return TrainingRequest.objects.none()
    rows = TrainingRequest.objects.select_related(*SHOWN)
    return rows if user.is_superuser else rows.filter(_handling(user, day))


def requests_for(user: User, day: date) -> QuerySet[TrainingRequest]:
    """Both: whatever else there is does not exist for this person."""
    if not user.is_authenticated:
        return TrainingRequest.objects.none()
    rows = TrainingRequest.objects.select_related(*SHOWN)
    if user.is_superuser:
        return rows
    coordinated = Organisation.objects.coordinating_for(user).values("pk")
    return rows.filter(Q(organisation__in=coordinated) | _handling(user, day))


def handles_requests(user: User, day: date) -> bool:
    """Whether requests come to this person at all."""
    return user.is_superuser or (
        programmes_of(user).exists() or leads_on(user, day).exists()
    )


def facts_for(
    needs: Needs, regime: tuple[str, ...], programmes: list[TrainerProgramme]
) -> Facts:
    """How many may lead what a plan can have, in the languages asked, from the first day
    of the period to the last."""
    accredited = {}
    for programme in programmes:
        for language in needs.languages:
            first, last = (
                set(
                    accredited_on(programme, day, language=language).values_list(
                        "pk", flat=True
                    )
                )
                for day in (needs.starts_on, needs.ends_on)
            )
            accredited[programme.code, language] = len(first & last)
    return Facts(accredited, regime)


def programmes_in_plans() -> list[TrainerProgramme]:
    """The trainer programmes that a plan can name."""
    return list(TrainerProgramme.objects.filter(code__in=(FRONTLINE, BOUNCE)))


def sessions_to_link(user: User, request: TrainingRequest) -> list[TrainingSession]:
    """The training sessions that a person plans and that can come of a request, the
    latest first."""
    rows = TrainingSession.objects.run_by(user).exclude(state=SessionState.CANCELLED)
    if request.programme_id is not None:
        rows = rows.filter(programme=request.programme_id)
    return list(rows.order_by("-pk")[:50])


def _handling(user: User, day: date) -> Q:
    found = Q(handled_by=user) | Q(programme__in=programmes_of(user).values("pk"))
    if programmes_of(user).exists():
        found |= Q(programme__isnull=True)
    led = leads_on(user, day).values("programme")
    return found | Q(programme__in=led, state=RequestState.ASKED)
