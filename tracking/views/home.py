from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from organisations.context_processors import shell
from tracking.domain.home import home_of


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """A learner's first page: one next thing, then the rest."""
    memberships = shell(request)["shell"].memberships
    return render(
        request,
        "tracking/home.html",
        {
            "home": home_of(request.user, now=timezone.now(), language=get_language()),
            "belongs": any(not one.is_self_declared for one in memberships),
            "waits_for": next(
                (one.organisation for one in memberships if one.is_self_declared), None
            ),
        },
    )
