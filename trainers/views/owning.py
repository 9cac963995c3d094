"""The programme owner's pages: everybody on the way in a programme, assessors, and
suspension with the right to be heard."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from lms.errors import DomainError
from organisations.models import Organisation
from trainers.domain import owning, suspending
from trainers.domain.assessors import appoint, end_appointment
from trainers.domain.numbers import change_numbers
from trainers.domain.reading import (
    open_recognitions,
    programmes_of,
    roster_of,
    trainers_of_programme,
)
from trainers.domain.report.scope import scope_of
from trainers.enums import SuspensionReason, WithdrawalReason
from trainers.forms.numbers import NumbersForm
from trainers.forms.owning import AppointForm, SuspensionForm
from trainers.models import Accreditation, AssessorAppointment
from trainers.views.frame import accreditation_for, private, tried
from trainers.views.listing import listing


@private
@login_required
@require_safe
def roster(request, code):
    """The trainers of an organisation, by what they may do and until when."""
    organisation = get_object_or_404(
        Organisation.objects.employing_for(request.user), code=code
    )
    rows = roster_of(organisation, timezone.localdate())
    return render(
        request,
        "trainers/roster.html",
        {
            "organisation": organisation,
            "report": scope_of(request.user, f"body:{organisation.code}"),
            **listing(request, rows),
        },
    )


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def programme(request, code):
    """Everybody on the way, claims that wait, and the assessors."""
    found = get_object_or_404(programmes_of(request.user), code=code)
    today = timezone.localdate()
    form = AppointForm(request.POST or None, programme=found)
    if form.is_bound and form.is_valid():
        try:
            appoint(
                form.cleaned_data["person"],
                found,
                language=form.cleaned_data["language"],
                briefed_on=form.cleaned_data["briefed_on"],
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("Appointed. They can observe from today on."))
            return redirect("trainers:programme", found.code)
    rows = trainers_of_programme(found, today)
    assessors = AssessorAppointment.objects.on(today).filter(programme=found)
    return render(
        request,
        "trainers/programme.html",
        {
            "programme": found,
            **listing(request, rows),
            "recognitions": list(open_recognitions(found)),
            "assessors": list(assessors.select_related("person")),
            "form": form,
        },
        status=422 if form.errors else 200,
    )


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def numbers(request, code):
    """The numbers of a programme, which its owner sets."""
    found = get_object_or_404(programmes_of(request.user), code=code)
    form = NumbersForm(request.POST or None, instance=found)
    if form.is_bound and form.is_valid():
        change_numbers(found, form.cleaned_data, actor=request.user, now=timezone.now())
        messages.success(request, _("Saved. It holds for what is signed from now on."))
        return redirect("trainers:programme", found.code)
    return render(
        request,
        "trainers/numbers.html",
        {"programme": found, "form": form},
        status=422 if form.errors else 200,
    )


@private
@login_required
@require_POST
def end_assessor(request, code, pk):
    """End an appointment from today on."""
    found = get_object_or_404(programmes_of(request.user), code=code)
    appointment = get_object_or_404(found.assessors.all(), pk=pk)
    try:
        end_appointment(appointment, actor=request.user, now=timezone.now())
    except DomainError as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, _("Ended. They observe nobody from today on."))
    return redirect("trainers:programme", found.code)


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def suspend(request, uuid):
    """Begin a suspension: why, from when, and when it is looked at again."""
    found = _owned(request, uuid)
    form = SuspensionForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            suspending.begin_suspension(
                found,
                reason=SuspensionReason(form.cleaned_data["reason"]),
                is_interim=form.cleaned_data["is_interim"],
                review_on=form.cleaned_data["review_on"],
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(
                request, _("Begun. The trainer is told, and can be heard.")
            )
            return redirect("trainers:accreditation", found.uuid)
    return render(
        request,
        "trainers/suspend.html",
        {"accreditation": found, "form": form},
        status=422 if form.errors else 200,
    )


@private
@login_required
@require_POST
def suspension(request, uuid, act):
    """Confirm it, end it, put off the day to look at it again; or, by the trainer, say
    something about it."""
    found = accreditation_for(request, uuid)
    running = found.suspensions.running().first()
    if running is None:
        messages.info(request, _("No suspension runs. Nothing was changed."))
        return redirect("trainers:accreditation", found.uuid)
    by = {"actor": request.user, "now": timezone.now()}
    post = request.POST
    acts = {
        "confirm": lambda: suspending.confirm_suspension(running, **by),
        "end": lambda: suspending.end_suspension(running, **by),
        "review": lambda: suspending.postpone_review(
            running, parse_date(post.get("review_on", "")) or by["now"].date(), **by
        ),
        "state": lambda: suspending.state(
            running,
            post.get("statement", ""),
            confirmation=post.get("confirmation", ""),
            **by,
        ),
    }
    if act not in acts:
        raise Http404
    return tried(request, found, acts[act])


@private
@login_required
@require_POST
def withdraw(request, uuid):
    """End an accreditation for good."""
    found = _owned(request, uuid)
    reason = request.POST.get("reason")
    if reason not in WithdrawalReason.values:
        raise Http404
    return tried(
        request,
        found,
        lambda: owning.withdraw(
            found,
            reason=WithdrawalReason(reason),
            actor=request.user,
            now=timezone.now(),
        ),
        _("Withdrawn. Certificates that their learners have stay valid."),
    )


def _owned(request, uuid) -> Accreditation:
    rows = Accreditation.objects.owned_by(request.user)
    return get_object_or_404(
        rows.select_related("programme__owner", "person", "employer"), uuid=uuid
    )
