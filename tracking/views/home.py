from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from organisations.context_processors import shell
from organisations.domain.announcements.reading import announcements_for
from organisations.models import Announcement
from organisations.sessions import hide_announcement, without_hidden
from tracking.domain.home import home_of


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """A learner's first page: what is announced, one next thing, then the rest; a training
    session of today before all that."""
    memberships, now = shell(request)["shell"].memberships, timezone.now()
    return render(
        request,
        "tracking/home.html",
        {
            "home": home_of(request.user, now=now, language=get_language()),
            "announcements": without_hidden(request, _announcements(request)),
            "belongs": any(not one.is_self_declared for one in memberships),
            "waits_for": next(
                (one.organisation for one in memberships if one.is_self_declared), None
            ),
        },
    )


@login_required
@require_POST
def hide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show an announcement no more to somebody who has read it, until they sign out."""
    hide_announcement(request, uuid, shown=_announcements(request))
    return redirect("tracking:home")


def _announcements(request: HttpRequest) -> list[Announcement]:
    memberships = shell(request)["shell"].memberships
    return announcements_for(memberships, now=timezone.now())
