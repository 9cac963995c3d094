"""Trainings elsewhere that wait for programme owners, in the content admin."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.paginator import WagtailPaginator

from certificates.domain.bulk.people import person_called
from certificates.domain.bulk.reading import offers_of
from certificates.domain.recognition.asking import vouch
from certificates.domain.recognition.deciding import refuse, say_yes
from certificates.domain.recognition.reading import recognitions_for
from certificates.domain.recognition.rules import rule_of, would_run_out
from certificates.forms.recognition import VouchForm
from certificates.models import day_of
from certificates.models.recognitions import OPEN
from certificates.rules import owning_at
from certificates.views.proofs import proof_response
from courses.domain.enrolment import titles_of
from lms.errors import DomainError

ON_A_PAGE = 50


@require_safe
def queue(request):
    """What waits for a decision, and what was decided."""
    _may(request)
    paginator = WagtailPaginator(recognitions_for(request.user), ON_A_PAGE)
    return TemplateResponse(
        request,
        "certificates/admin/recognitions.html",
        {"page": paginator.get_page(request.GET.get("p"))},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request):
    """Begin it for somebody, as the first of two."""
    _may(request)
    courses = {rule.course for rule in offers_of(request.user)}
    courses = sorted(courses, key=lambda course: course.code)
    titles = titles_of(courses, language=get_language())
    given = (request.POST,) if request.method == "POST" else ()
    form = VouchForm(*given, courses=courses, titles=titles)
    if given and form.is_valid():
        try:
            found = _vouched(request, form)
        except DomainError as problem:
            form.add_error(None, forms.ValidationError(problem.message))
        else:
            return redirect("recognition", found.pk)
    return TemplateResponse(
        request,
        "certificates/admin/recognition_new.html",
        {"form": form, "has_offers": bool(courses)},
        status=422 if form.errors else 200,
    )


def _vouched(request, form):
    said = form.cleaned_data
    rule = rule_of(form.chosen, said["sector"])
    person = rule and person_called(
        said["person"], issuer=rule.issuer, course=form.chosen
    )
    if person is None:
        raise DomainError(
            _("We do not know this person, or the course gives the sector nothing.")
        )
    return vouch(
        person,
        form.chosen,
        said["sector"],
        trained_on=said["trained_on"],
        given_by=said["given_by"],
        reason=said["reason"],
        actor=request.user,
        now=timezone.now(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def recognition(request, pk):
    """What is asked, what was said of it, and the decision."""
    found = _own(request, pk)
    problem = ""
    if request.method == "POST":
        try:
            _act(request, found)
        except DomainError as refusal:
            problem = refusal.message
        else:
            return redirect("recognition", found.pk)
    decisions = list(found.decisions.select_related("by"))
    is_open = found.state in OPEN
    return TemplateResponse(
        request,
        "certificates/admin/recognition.html",
        {
            "recognition": found,
            "decisions": decisions,
            "is_open": is_open,
            "may_decide": is_open
            and found.user_id != request.user.pk
            and all(one.by_id != request.user.pk for one in decisions),
            "run_out": would_run_out(found, today=day_of(timezone.now())),
            "problem": problem,
            "reason": request.POST.get("reason", ""),
        },
        status=422 if problem else 200,
    )


def _act(request, found) -> None:
    now = timezone.now()
    if "yes" in request.POST:
        say_yes(found, actor=request.user, now=now)
        messages.success(request, _("Your yes is written down."))
    elif "no" in request.POST:
        reason = request.POST.get("reason", "")
        refuse(found, reason=reason, actor=request.user, now=now)
        messages.success(request, _("It is not recognised. The person is told why."))


@require_safe
def proof(request, pk):
    """The proof as a download, which no browser takes for a page or a script."""
    found = _own(request, pk)
    if not found.proof:
        raise Http404
    return proof_response(found.proof, f"proof-{found.pk}")


def _may(request) -> None:
    """Programme owners and administrators; the page does not exist for anybody else."""
    bodies = owning_at(request.user)
    if bodies is not None and not bodies:
        raise Http404


def _own(request, pk):
    return get_object_or_404(recognitions_for(request.user), pk=pk)
