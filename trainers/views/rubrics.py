"""The rubric on a phone: filled in one go, kept on the device while the line is away, and
sent once. Rating the sample recording by the same form."""

import uuid as uuids

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.errors import DomainError
from trainers.domain.assessors import calibrate
from trainers.domain.naming import programme_name
from trainers.domain.observing import RUBRIC_KINDS, Seen, fill_rubric
from trainers.domain.periods import may_lead
from trainers.domain.rubric_marks import current_rubric
from trainers.enums import Decision, EvidenceKind
from trainers.forms.evidence import EvidenceForm
from trainers.forms.rubrics import RubricForm
from trainers.models import Accreditation, TrainerProgramme
from trainers.views.frame import accreditation_for, private, refused


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def fill(request, uuid, kind):
    """Look at a candidate by the rubric. A script that kept it while there was no line
    sends it with `client`, and is answered in JSON."""
    found = accreditation_for(request, uuid)
    sees = Accreditation.objects.open_to(request.user).filter(pk=found.pk)
    rubric = current_rubric(found.programme)
    is_own = found.person_id == request.user.pk
    if kind not in RUBRIC_KINDS or is_own or rubric is None or not sees.exists():
        raise Http404
    kind = EvidenceKind(kind)
    facts = EvidenceForm(request.POST or None, kind=kind, accreditation=found)
    is_observed = kind == EvidenceKind.OBSERVED_SESSION
    marks = RubricForm(request.POST or None, rubric=rubric, is_observed=is_observed)
    confirmation = ""
    # Both, so that everything that is wrong is said at once.
    if request.method == "POST" and all([facts.is_valid(), marks.is_valid()]):
        seen = Seen(rubric, marks.levels, marks.feedback, marks.decision)
        try:
            fill_rubric(
                found, facts.written, seen, actor=request.user, now=timezone.now()
            )
        except DomainError as problem:
            confirmation = refused(marks, problem, marks.feedback)
        else:
            return _kept(request, found)
    if "client" in request.POST:
        return JsonResponse({"error": _said(facts, marks)}, status=422)
    return render(
        request,
        "trainers/rubric.html",
        {
            "accreditation": found,
            "kind": kind,
            "rubric": rubric,
            "form": facts,
            "marks": marks,
            "key": request.POST.get("key") or uuids.uuid4(),
            "confirmation": confirmation,
            "decisions": Decision.choices if is_observed else [],
        },
        status=422 if facts.errors or marks.errors else 200,
    )


def _kept(request, found):
    if "client" in request.POST:
        page = reverse("trainers:accreditation", args=[found.uuid])
        return JsonResponse({"saved": timezone.now().isoformat(), "next": page})
    messages.success(request, _("Kept and signed."))
    return redirect("trainers:accreditation", found.uuid)


def _said(*forms) -> str:
    problems = [
        str(one) for form in forms for row in form.errors.values() for one in row
    ]
    return " ".join(dict.fromkeys(problems))


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sample(request, code):
    """Rate the sample recording, as whoever wants to assess does first."""
    programme = get_object_or_404(TrainerProgramme, code=code)
    rubric = current_rubric(programme)
    today = timezone.localdate()
    leads = any(
        may_lead(request.user, programme, language, today)
        for language in programme.languages
    )
    if rubric is None or not rubric.agreed or not leads:
        raise Http404
    marks = RubricForm(request.POST or None, rubric=rubric, is_sample=True)
    done = None
    if request.method == "POST" and marks.is_valid():
        try:
            done = calibrate(
                request.user,
                rubric,
                marks.levels,
                key=marks.cleaned_data["key"],
                now=timezone.now(),
            )
        except DomainError as problem:
            marks.add_error(None, problem.message)
    return render(
        request,
        "trainers/sample.html",
        {
            "programme": programme_name(programme),
            "rubric": rubric,
            "marks": marks,
            "done": done,
            "key": uuids.uuid4(),
        },
        status=422 if marks.errors else 200,
    )
