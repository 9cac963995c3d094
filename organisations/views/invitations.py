from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from lms import ratelimit
from lms.errors import DomainError
from organisations.domain.invitations.making import (
    invite,
    resend,
    withdraw,
)
from organisations.domain.memberships import end_membership, start_membership
from organisations.domain.queries import invitations_of, self_declared_members
from organisations.enums import InvitationState, Role
from organisations.forms import InvitationForm
from organisations.models import Invitation, Membership, Organisation
from organisations.registries import many_invited_pages
from organisations.rules import roles_to_give
from organisations.views.frame import own_organisation

PER_PAGE = 50
MAILS_PER_DAY = 500
STATES = (
    InvitationState.OPEN,
    InvitationState.EXPIRED,
    InvitationState.USED,
    InvitationState.WITHDRAWN,
)


@login_required
def invitations(request: HttpRequest, code: str) -> HttpResponse:
    """Who was invited, what became of it, and a form to invite one more."""
    now = timezone.now()
    organisation = _organisation(request, code)
    roles = roles_to_give(request.user, organisation)
    form = InvitationForm(request.POST or None, organisation=organisation, roles=roles)
    if request.method == "POST" and form.is_valid() and _may_send(request, form, now):
        try:
            sent = invite(
                organisation,
                **({"role": Role.LEARNER} | form.cleaned_data),
                actor=request.user,
                now=now,
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(
                request,
                _("The invitation is on its way to %(email)s.") % {"email": sent.email},
            )
            return redirect("organisations:invitations", code=organisation.code)
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    page = Paginator(
        invitations_of(organisation, state=state, now=now), PER_PAGE
    ).get_page(request.GET.get("page"))
    for invitation in page.object_list:
        invitation.state = invitation.state_at(now)
        invitation.about = _about(invitation)
    return render(
        request,
        "organisations/invitations.html",
        {
            "organisation": organisation,
            "form": form,
            "page": page,
            "state": state,
            "state_tabs": _state_tabs(state),
            "for_many": [
                (one.label, url)
                for one in many_invited_pages
                if (url := one.url_for(request.user, organisation)) is not None
            ],
            "declared": self_declared_members(organisation),
        },
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def resend_invitation(request: HttpRequest, code: str, uuid: UUID) -> HttpResponse:
    """Send the link again, a new one."""
    invitation = _invitation(request, code, uuid)
    return _act(
        request,
        invitation,
        resend,
        _("A new link is on its way to %(email)s.") % {"email": invitation.email},
    )


@login_required
@require_POST
def withdraw_invitation(request: HttpRequest, code: str, uuid: UUID) -> HttpResponse:
    """Make the link worthless."""
    invitation = _invitation(request, code, uuid)
    return _act(
        request,
        invitation,
        withdraw,
        _(
            "The invitation of %(email)s is withdrawn. Their link does not work any more."
        )
        % {"email": invitation.email},
    )


@login_required
@require_POST
def confirm_member(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Say that somebody who says so does belong here."""
    membership = _declared(request, code, pk)
    start_membership(
        membership.user,
        membership.organisation,
        role=membership.role,
        ends_on=membership.ends_on,
        actor=request.user,
        now=timezone.now(),
    )
    messages.success(
        request, _("%(person)s belongs to you now.") % {"person": membership.user}
    )
    return redirect("organisations:invitations", code=code)


@login_required
@require_POST
def decline_member(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Say that somebody does not belong here."""
    membership = _declared(request, code, pk)
    end_membership(membership, actor=request.user, now=timezone.now())
    messages.success(
        request,
        _("%(person)s is not among your people any more.")
        % {"person": membership.user},
    )
    return redirect("organisations:invitations", code=code)


def _about(invitation: Invitation) -> str:
    """The address under a name, and the role where it is no learner's."""
    about = [invitation.email] if invitation.printed_name else []
    if invitation.role != Role.LEARNER:
        about.append(invitation.get_role_display())
    return ", ".join(about)


def _state_tabs(current: str) -> list[dict]:
    return [
        {"label": label, "url": f"?state={value}", "current": value == current}
        for value, label in [
            ("", pgettext("invitations or letters", "All")),
            *((one, one.label) for one in STATES),
        ]
    ]


def _organisation(request: HttpRequest, code: str) -> Organisation:
    return own_organisation(request, code)


def _invitation(request: HttpRequest, code: str, uuid: UUID) -> Invitation:
    return get_object_or_404(
        Invitation.objects.visible_to(request.user).select_related("organisation"),
        organisation=_organisation(request, code),
        uuid=uuid,
    )


def _declared(request: HttpRequest, code: str, pk: int) -> Membership:
    declared = self_declared_members(_organisation(request, code))
    membership = declared.select_related("organisation").filter(pk=pk).first()
    if membership is None:
        raise Http404
    return membership


def _may_send(request: HttpRequest, form, now) -> bool:
    if ratelimit.allow(
        f"organisations.invite:{request.user.pk}",
        limit=MAILS_PER_DAY,
        per=timedelta(days=1),
        now=now,
    ):
        return True
    form.add_error(
        None, _("That is enough for one day. Go on tomorrow; nobody was invited.")
    )
    return False


def _act(request: HttpRequest, invitation: Invitation, act, done: str) -> HttpResponse:
    try:
        act(invitation, actor=request.user, now=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    return redirect("organisations:invitations", code=invitation.organisation.code)
