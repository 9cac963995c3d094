"""What the pages of trainers share: whose accreditation, and what came of an act."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from lms.detector import MentionsPeople, confirmation_of
from lms.errors import DomainError
from trainers.domain.attendance.reading import taken_by
from trainers.models import Accreditation, TrainingSession

private = cache_control(private=True, no_store=True)


def accreditation_for(request: HttpRequest, uuid) -> Accreditation:
    """One that the person may see; others do not exist here: raises Http404."""
    seen = Accreditation.objects.visible_to(request.user).select_related(
        "programme__owner", "employer", "person", "sector", "lead", "assessor"
    )
    return get_object_or_404(seen, uuid=uuid)


def sessions_taken(request: HttpRequest) -> QuerySet[TrainingSession]:
    """Those whose attendance the person takes, with what their pages say of them."""
    rows = taken_by(request.user)
    return rows.select_related("programme__owner", "organiser")


def tried(
    request: HttpRequest, accreditation: Accreditation, act: Callable, done: str = ""
) -> HttpResponse:
    """Do it, say what came of it, and go back to the page of the accreditation."""
    try:
        act()
    except DomainError as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, done or _("Written down."))
    return redirect("trainers:accreditation", accreditation.uuid)


def refused(form, problem: DomainError, text: str) -> str:
    """Say on a form why not; returns what the button sends that keeps the text as it is,
    "" where that is not what is asked."""
    form.add_error(None, problem.message)
    return confirmation_of(text) if isinstance(problem, MentionsPeople) else ""
