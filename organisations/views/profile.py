from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lms.errors import DomainError
from lms.requests import way_back
from organisations.domain.letters.coming_in import letters_of
from organisations.domain.line_managers import managers_at
from organisations.domain.memberships import declare_membership, end_membership
from organisations.domain.people import set_organisation_wish, update_profile
from organisations.domain.queries import memberships_of
from organisations.enums import Role
from organisations.forms import BelongingForm, ProfileForm
from organisations.models import Membership
from organisations.registries import account_pages
from organisations.rules import can_end_membership
from organisations.views.language import speak


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """What a person says of themselves, and where they belong."""
    user = request.user
    form = ProfileForm(
        request.POST or None,
        initial={
            "printed_name": user.printed_name,
            "sector": user.sector_id,
            "language": user.language,
        },
    )
    if request.method == "POST" and form.is_valid():
        update_profile(user, **form.cleaned_data, now=timezone.now())
        response = redirect(way_back(request) or "organisations:profile")
        speak(request, response, user.language)
        with translation.override(user.language):
            messages.success(request, _("Saved."))
        return response
    return render(
        request,
        "organisations/profile.html",
        _context(request, form=form),
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def belonging(request: HttpRequest) -> HttpResponse:
    """Say where one works, or that it is not on the list."""
    form = BelongingForm(request.POST)
    if not form.is_valid():
        return render(
            request,
            "organisations/profile.html",
            _context(request, belonging_form=form),
            status=422,
        )
    now = timezone.now()
    organisation = form.cleaned_data["organisation"]
    if organisation is not None:
        declare_membership(request.user, organisation, now=now)
        messages.success(
            request,
            _("You are noted as somebody of %(organisation)s.")
            % {"organisation": organisation},
        )
    else:
        messages.success(request, _("Saved."))
    set_organisation_wish(request.user, form.cleaned_data["organisation_wish"], now=now)
    return redirect("organisations:profile")


@login_required
@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """End one's own membership."""
    membership = get_object_or_404(Membership, pk=pk, user=request.user)
    if not can_end_membership(request.user, membership):
        raise Http404
    try:
        end_membership(membership, actor=request.user, now=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request,
            _("You have left %(organisation)s. Your certificates stay yours.")
            % {"organisation": membership.organisation},
        )
    return redirect("organisations:profile")


def _context(request: HttpRequest, form=None, belonging_form=None) -> dict:
    user = request.user
    today = timezone.localdate()
    memberships = list(memberships_of(user))
    running = [one for one in memberships if _runs(one, today)]
    managers = managers_at([one.organisation for one in running], user, today)
    for one in running:
        if one.role == Role.LEARNER:
            one.line_manager = managers.get(one.organisation_id)
    return {
        "next": way_back(request),
        "account_pages": account_pages,
        "letters": letters_of(user)[:5],
        "form": form
        or ProfileForm(
            initial={
                "printed_name": user.printed_name,
                "sector": user.sector_id,
                "language": user.language,
            }
        ),
        "belonging_form": belonging_form
        or BelongingForm(initial={"organisation_wish": user.organisation_wish}),
        "memberships": running,
        "past_memberships": [one for one in memberships if not _runs(one, today)],
    }


def _runs(membership: Membership, today) -> bool:
    return membership.ends_on is None or membership.ends_on > today
