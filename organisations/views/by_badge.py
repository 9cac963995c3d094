"""Signing in without an e-mail address."""

from datetime import timedelta

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from lms.ratelimit import allow, by_address, rate_limited
from organisations.domain.letters.coming_in import CameIn, come_in
from organisations.forms import BadgeForm
from organisations.models import User
from organisations.registries import after_welcome
from organisations.views.language import speak

# A whole depot may sign in behind one address.
FROM_ONE_ADDRESS = {"limit": 200, "per": timedelta(hours=1)}
# At one badge number: from one address, and from all of them together. Both are counted
# by what was typed, whoever has that number or nobody.
AT_A_BADGE = {"limit": 6, "per": timedelta(minutes=15)}
AT_A_BADGE_IN_ALL = {"limit": 60, "per": timedelta(hours=1)}


@never_cache
@sensitive_post_parameters("secret")
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("organisations.by_badge", **FROM_ONE_ADDRESS)
def by_badge(request: HttpRequest) -> HttpResponse:
    """Come in by organisation, badge number, and code or password."""
    if request.user.is_authenticated:
        return redirect(_destination(request.user))
    if request.method != "POST":
        form = BadgeForm(initial={"organisation": request.GET.get("at", "")})
        return _page(request, form)
    form = BadgeForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    found = _found(request, form)
    if found is None:
        return _page(request, form, status=422)
    stay = form.cleaned_data["remember"]
    request.session.set_expiry(settings.SESSION_COOKIE_AGE if stay else 0)
    person = found.user
    response = perform_login(
        request,
        person,
        # There is no address that could be proved.
        email_verification="none",
        redirect_url=(
            resolve_url("organisations:way_in")
            if found.by_code
            else _destination(person)
        ),
    )
    speak(request, response, person.language)
    return response


@never_cache
@login_required
@require_safe
def way_in(request: HttpRequest) -> HttpResponse:
    """How somebody who came by a letter comes in the next time."""
    return render(
        request,
        "organisations/way_in.html",
        {"destination": _destination(request.user)},
    )


def _found(request: HttpRequest, form: BadgeForm) -> CameIn | None:
    """Who came in; None with words in the form, the same for every reason."""
    now = timezone.now()
    data = form.cleaned_data
    badge = " ".join(data["badge_number"].split()).lower()
    tried = f"organisations.badge:{data['organisation'].pk}:{badge}"
    if not allow(f"{tried}:{by_address(request)}", **AT_A_BADGE, now=now):
        form.add_error(
            None,
            _(
                "Too many tries with this badge number. Wait a quarter of an hour, then "
                "try again: your code stays good."
            ),
        )
        return None
    found = come_in(
        data["organisation"],
        data["badge_number"],
        data["secret"],
        # Others may fill this one: whoever holds the letter comes in all the same.
        may_use_password=allow(tried, **AT_A_BADGE_IN_ALL, now=now),
        now=now,
    )
    if found is None:
        form.add_error(
            None,
            _(
                "These three do not fit together, or the code was used or is too old. "
                "Look at your letter once more, or ask your coordinator for a new one."
            ),
        )
    return found


def _page(request: HttpRequest, form: BadgeForm, status: int = 200) -> HttpResponse:
    return render(request, "organisations/by_badge.html", {"form": form}, status=status)


def _destination(person: User) -> str:
    return after_welcome.url_for(person) or resolve_url(settings.LOGIN_REDIRECT_URL)
