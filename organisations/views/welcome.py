from http import HTTPStatus

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lms.errors import DomainError
from organisations.domain.invitations.accepting import (
    FoundInvitation,
    accept_invitation,
    find_by_token,
)
from organisations.domain.queries import person_with_email
from organisations.enums import InvitationState
from organisations.forms import WelcomeForm
from organisations.models import Invitation, User
from organisations.registries import after_welcome
from organisations.views.language import speak
from organisations.views.sign_out import clear_traces

STATUS = {
    InvitationState.UNKNOWN: HTTPStatus.NOT_FOUND,
    InvitationState.EXPIRED: HTTPStatus.GONE,
    InvitationState.USED: HTTPStatus.GONE,
    InvitationState.WITHDRAWN: HTTPStatus.GONE,
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link of an invitation; only POST uses the link up."""
    found = find_by_token(token, now=timezone.now())
    if found.invitation is not None:
        _speak_invitation(request, found.invitation)
        if _is_accepted_by(request.user, found.invitation):
            return redirect(_destination(request.user))
    if request.method == "POST" and found.state in (
        InvitationState.OPEN,
        InvitationState.USED,
    ):
        return _accept(request, token, found)
    if found.state != InvitationState.OPEN:
        return _unusable(request, found)
    if _is_somebody_else(request.user, found.invitation):
        return _for_somebody_else(request, token, found.invitation)
    return _page(request, _form(found.invitation), found.invitation)


@never_cache
@require_POST
def switch_account(request: HttpRequest, token: str) -> HttpResponse:
    """Sign out whoever is signed in here, and go on with the invitation."""
    logout(request)
    response = redirect("organisations:welcome", token=token)
    clear_traces(request, response)
    return response


def _accept(request: HttpRequest, token: str, found: FoundInvitation) -> HttpResponse:
    invitation = found.invitation
    if _is_somebody_else(request.user, invitation):
        return _for_somebody_else(request, token, invitation)
    form = WelcomeForm(request.POST)
    if not form.is_valid():
        return _page(request, form, invitation, status=422)
    data = dict(form.cleaned_data)
    stay = data.pop("remember")
    try:
        person = accept_invitation(
            token, **data, browser=_browser(request), now=timezone.now()
        )
    except DomainError as error:
        if error.code in STATUS:
            return _unusable(request, find_by_token(token, now=timezone.now()))
        form.add_error(None, error.message)
        return _page(request, form, invitation, status=409)
    destination = _destination(person)
    if request.user.is_authenticated:
        response = redirect(destination)
    else:
        request.session.set_expiry(settings.SESSION_COOKIE_AGE if stay else 0)
        response = perform_login(
            request, person, redirect_url=destination, email=invitation.email
        )
    speak(request, response, person.language)
    return response


def _page(
    request: HttpRequest, form: WelcomeForm, invitation: Invitation, status: int = 200
) -> HttpResponse:
    return _private(
        render(
            request,
            "organisations/welcome.html",
            {"form": form, "invitation": invitation},
            status=status,
        )
    )


def _unusable(request: HttpRequest, found: FoundInvitation) -> HttpResponse:
    return _private(
        render(
            request,
            "organisations/welcome_unusable.html",
            {"state": found.state, "invitation": found.invitation},
            status=STATUS[found.state],
        )
    )


def _for_somebody_else(
    request: HttpRequest, token: str, invitation: Invitation
) -> HttpResponse:
    return _private(
        render(
            request,
            "organisations/welcome_somebody_else.html",
            {"invitation": invitation, "token": token},
            status=HTTPStatus.CONFLICT,
        )
    )


def _private(response: HttpResponse) -> HttpResponse:
    # The address of this page is a key: no other page may learn it. Not "no-referrer",
    # under which browsers hide the Origin of the form, and it would be refused.
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


def _form(invitation: Invitation) -> WelcomeForm:
    return WelcomeForm(
        initial={
            "printed_name": invitation.printed_name,
            "sector": invitation.sector_id,
            "language": translation.get_language(),
        }
    )


def _speak_invitation(request: HttpRequest, invitation: Invitation) -> None:
    """The invitation's language, unless this visitor has chosen one by hand."""
    if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) is None:
        translation.activate(invitation.language)
        request.LANGUAGE_CODE = invitation.language


def _is_accepted_by(user, invitation: Invitation) -> bool:
    return user.is_authenticated and invitation.accepted_by_id == user.pk


def _is_somebody_else(user, invitation: Invitation) -> bool:
    return user.is_authenticated and person_with_email(invitation.email) != user


def _browser(request: HttpRequest) -> str:
    """What tells this browser from others: its secret against forged requests.

    It changes at sign-in, so only a repeated click of the same page carries it again.
    """
    return request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")


def _destination(person: User) -> str:
    return after_welcome.url_for(person) or resolve_url(settings.LOGIN_REDIRECT_URL)
