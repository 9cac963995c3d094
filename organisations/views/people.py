from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lms.errors import DomainError
from organisations.domain import corrections
from organisations.domain.employers import part_of
from organisations.domain.leading import leads_of, named_changes
from organisations.domain.line_managers import (
    line_manager_of,
    manager_named,
)
from organisations.domain.queries import (
    changes_of,
    departments_of,
    people_of,
    places_within,
    places_within_employer,
)
from organisations.forms import AppointForm, CorrectionForm, LineManagerForm, MoveForm
from organisations.models import Membership, Organisation, User
from organisations.registries import person_pages
from organisations.rules import can_correct, roles_to_give
from organisations.views.frame import own_organisation

PER_PAGE = 50


@login_required
def people(request: HttpRequest, code: str) -> HttpResponse:
    """Who belongs to an organisation, with a way to each of them."""
    organisation = _organisation(request, code)
    search = " ".join(request.GET.get("q", "").split())
    page = Paginator(people_of(organisation, search=search), PER_PAGE).get_page(
        request.GET.get("page")
    )
    places = departments_of(page.object_list, organisation)
    return render(
        request,
        "organisations/people.html",
        {
            "organisation": organisation,
            "page": page,
            "rows": [(one, places.get(one.pk, [])) for one in page.object_list],
            "search": search,
        },
    )


@login_required
def person(request: HttpRequest, code: str, uuid: UUID) -> HttpResponse:
    """What somebody is and was here, what was corrected, and what can be done."""
    organisation = _organisation(request, code)
    somebody = one_of(organisation, uuid)
    return person_page(request, organisation, somebody)


@login_required
@require_POST
def appoint(request: HttpRequest, code: str, uuid: UUID) -> HttpResponse:
    """Give somebody a role besides the one they have."""
    organisation = _organisation(request, code)
    somebody = one_of(organisation, uuid)
    form = AppointForm(request.POST, roles=roles_to_give(request.user, organisation))
    if not form.is_valid():
        return person_page(request, organisation, somebody, form=form)
    try:
        made = corrections.appoint(
            somebody,
            organisation,
            **form.cleaned_data,
            actor=request.user,
            now=timezone.now(),
        )
    except DomainError as error:
        form.add_error(None, error.message)
        return person_page(request, organisation, somebody, form=form)
    messages.success(
        request,
        _("%(person)s: %(role)s, from %(day)s.")
        % {
            "person": somebody,
            "role": made.get_role_display(),
            "day": date_format(made.starts_on, "DATE_FORMAT"),
        },
    )
    return redirect("organisations:person", code=code, uuid=uuid)


@login_required
def correct(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Put right what a membership says."""
    membership = _membership(request, code, pk)
    form = CorrectionForm(
        request.POST or None,
        initial={
            "function": membership.function,
            "badge_number": membership.badge_number,
            "starts_on": membership.starts_on,
            "ends_on": membership.ends_on,
        },
    )

    def act():
        return corrections.correct_membership(
            membership,
            form.facts,
            reason=form.cleaned_data["reason"],
            actor=request.user,
            now=timezone.now(),
        )

    return _change(request, code, membership, form, act, "organisations/correct.html")


@login_required
def move(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Let somebody go on at another part of their employer."""
    membership = _membership(request, code, pk)
    form = MoveForm(
        request.POST or None,
        places=places_within_employer(membership.organisation).filter(
            pk__in=Organisation.objects.coordinated_by(request.user).values("pk")
        ),
    )

    def act():
        return corrections.move_within(
            membership, **form.cleaned_data, actor=request.user, now=timezone.now()
        )

    return _change(request, code, membership, form, act, "organisations/move.html")


def _change(
    request: HttpRequest, code: str, membership: Membership, form, act, template: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Saved. What stood before is in the history."))
            return redirect(
                "organisations:person", code=code, uuid=membership.user.uuid
            )
    return render(
        request,
        template,
        {
            "form": form,
            "membership": membership,
            "organisation": _organisation(request, code),
        },
        status=422 if form.errors else 200,
    )


def person_page(
    request: HttpRequest,
    organisation: Organisation,
    somebody: User,
    form=None,
    manager_form=None,
) -> HttpResponse:
    """The page of somebody; `form` and `manager_form` where one of them was refused."""
    memberships = list(places_within(somebody, organisation))
    today = timezone.localdate()
    named = manager_named(somebody, organisation)
    roles = roles_to_give(request.user, organisation)
    for one in memberships:
        one.can_change = can_correct(request.user, one)
    return render(
        request,
        "organisations/person.html",
        {
            "organisation": organisation,
            "somebody": somebody,
            "memberships": memberships,
            "pages": [
                (page.label, url)
                for page in person_pages
                if (url := page.url_for(organisation, somebody)) is not None
            ],
            "changes": sorted(
                [*changes_of(memberships), *named_changes(somebody, organisation)],
                key=lambda change: (change.at, change.pk),
                reverse=True,
            ),
            "form": form or (AppointForm(roles=roles) if len(roles) > 1 else None),
            "manager": line_manager_of(somebody, organisation, today),
            "leads": leads_of(somebody, organisation, today),
            "manager_form": manager_form
            or LineManagerForm(
                organisation=organisation,
                initial={"manager": named and (named.email or named.printed_name)},
            ),
        },
        status=200 if form is None and manager_form is None else 422,
    )


def _organisation(request: HttpRequest, code: str) -> Organisation:
    return own_organisation(request, code)


def one_of(organisation: Organisation, uuid: UUID) -> User:
    """Somebody who is or was there; else they do not exist."""
    here = Membership.objects.filter(part_of(organisation))
    return get_object_or_404(User.objects.filter(pk__in=here.values("user")), uuid=uuid)


def _membership(request: HttpRequest, code: str, pk: int) -> Membership:
    organisation = _organisation(request, code)
    here = Membership.objects.filter(part_of(organisation)).select_related(
        "user", "organisation"
    )
    membership = get_object_or_404(here, pk=pk)
    if not can_correct(request.user, membership):
        raise Http404
    return membership
