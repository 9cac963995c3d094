"""Recognition of a prior accreditation: asking with a proof, and deciding by two."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from certificates.views.proofs import proof_response
from lms.errors import DomainError
from trainers.domain import recognising
from trainers.domain.reading import recognitions_for
from trainers.forms.applying import RecognitionForm
from trainers.models.recognitions import OPEN
from trainers.views.candidate import choices
from trainers.views.frame import private


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """Say what the paper says, and show it."""
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = RecognitionForm(*given, **choices(request))
    if form.is_bound and form.is_valid():
        programme, language = form.chosen
        try:
            asked = recognising.ask(
                request.user,
                programme,
                form.claim,
                language=language,
                employer=form.cleaned_data["employer"],
                proof=form.cleaned_data["proof"],
                now=timezone.now(),
            )
        except DomainError as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("We have your claim. Two people decide on it."))
            return redirect("trainers:recognition", asked.uuid)
    return render(
        request,
        "trainers/recognition_new.html",
        {"form": form},
        status=422 if form.errors else 200,
    )


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def recognition(request, uuid):
    """What is asked and how it stands: taken back by whoever asked, decided by owners."""
    found = get_object_or_404(recognitions_for(request.user), uuid=uuid)
    problem = ""
    if request.method == "POST":
        try:
            _act(request, found)
        except DomainError as refusal:
            problem = refusal.message
        else:
            return redirect("trainers:recognition", found.uuid)
    is_mine = found.person_id == request.user.pk
    is_open = found.state in OPEN
    return render(
        request,
        "trainers/recognition.html",
        {
            "recognition": found,
            "is_mine": is_mine,
            "may_take_back": is_mine and is_open,
            "may_decide": is_open
            and not is_mine
            and found.first_by_id != request.user.pk,
            "waits_for_another": is_open and found.first_by_id == request.user.pk,
            "problem": problem,
        },
        status=422 if problem else 200,
    )


def _act(request, found) -> None:
    by = {"actor": request.user, "now": timezone.now()}
    if "yes" in request.POST:
        recognising.confirm(found, **by)
        messages.success(request, _("Your yes is written down."))
    elif "no" in request.POST:
        reason = request.POST.get("reason", "")
        recognising.refuse_recognition(found, reason=reason, **by)
        messages.success(request, _("It is not recognised. The person reads why."))
    elif "back" in request.POST:
        recognising.take_back(found, **by)
        messages.success(request, _("Your claim is withdrawn, and its proof deleted."))


@private
@login_required
@require_safe
def proof(request, uuid):
    """The proof as a download, which no browser takes for a page or a script."""
    found = get_object_or_404(recognitions_for(request.user), uuid=uuid)
    if not found.proof:
        raise Http404
    return proof_response(found.proof, f"proof-{found.pk}")
