"""The candidate's pages: the desk, beginning, the way step by step, the application; and
the page on which a superior commits, without an account."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lms.errors import DomainError
from organisations.models import Organisation
from trainers.domain.applying import (
    answer_commitment,
    application_by,
    apply_for,
    open_accreditation,
)
from trainers.domain.delivery.reading import parts_for
from trainers.domain.facts import facts_of
from trainers.domain.implementation.following import (
    follow_ups_of,
    followed_for,
)
from trainers.domain.offers import offers_to, waiting_for
from trainers.domain.reading import places_of
from trainers.domain.report.scope import reads_report
from trainers.domain.requests.reading import handles_requests
from trainers.domain.rubric_marks import has_sample
from trainers.domain.stepper import next_of, rows_of
from trainers.domain.suspending import was_heard
from trainers.enums import (
    HOLDING_STATES,
    LEADING_STATES,
    Signer,
    State,
    WithdrawalReason,
)
from trainers.forms.applying import ApplicationForm, BeginForm
from trainers.models import Accreditation, TrainerProgramme
from trainers.views.frame import accreditation_for, private, refused
from trainers.views.shown import shown_evidence, shown_history
from trainers.views.shown_plans import plan_section
from trainers.views.signing import candidates_for


@private
@login_required
@require_safe
def desk(request):
    """My own accreditations, and what waits for my signature."""
    mine = (
        Accreditation.objects.filter(person=request.user)
        .select_related("programme")
        .prefetch_related("periods")
        .order_by("-opened_at")
    )
    return render(
        request,
        "trainers/desk.html",
        {
            "mine": _lines(mine, timezone.localdate()),
            "waiting": waiting_for(request.user, timezone.localdate()),
            "places": places_of(request.user),
            "may_ask": Organisation.objects.coordinating_for(request.user).exists(),
            "handles_requests": handles_requests(request.user, timezone.localdate()),
            "reads_report": reads_report(request.user),
            "keeps_log": bool(parts_for(request.user, timezone.localdate())),
        },
    )


def _lines(mine, day) -> list[dict]:
    """Each with its last day, and the follow-up that waits for an answer today."""
    accreditations = list(mine)
    followed = followed_for(accreditations, day)
    return [
        {
            "one": one,
            "until": max(
                (held.ends_on for held in one.periods.all() if held.cut_on is None),
                default=None,
            ),
            "follow_up": next(
                (due for due in follow_ups_of(followed[one.pk], day) if due.waits),
                None,
            ),
        }
        for one in accreditations
    ]


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request):
    """Choose a programme, a language and the employer."""
    form = BeginForm(request.POST or None, **choices(request))
    if form.is_bound and form.is_valid():
        programme, language = form.chosen
        try:
            opened = open_accreditation(
                request.user,
                programme,
                language=language,
                employer=form.cleaned_data["employer"],
                now=timezone.now(),
            )
        except DomainError as problem:
            form.add_error(None, problem.message)
        else:
            return redirect("trainers:apply", opened.uuid)
    return render(
        request,
        "trainers/begin.html",
        {"form": form},
        status=422 if form.errors else 200,
    )


def choices(request) -> dict:
    """What a form offers that begins something."""
    memberships = request.user.memberships.confirmed_on(timezone.localdate())
    employers = Organisation.objects.filter(pk__in=memberships.values("organisation"))
    return {
        "programmes": list(TrainerProgramme.objects.filter(is_open=True)),
        "languages": {code: str(name) for code, name in settings.LANGUAGES},
        "employers": list(employers),
        "language": get_language(),
    }


@private
@login_required
@require_safe
def accreditation(request, uuid):
    """The way of one accreditation: done, next, who must act, and what rests on what."""
    found = accreditation_for(request, uuid)
    facts = facts_of(found, timezone.localdate())
    is_open = Accreditation.objects.open_to(request.user).filter(pk=found.pk).exists()
    running = facts.suspension
    return render(
        request,
        "trainers/accreditation.html",
        {
            "accreditation": found,
            "is_mine": found.person_id == request.user.pk,
            "is_open": is_open,
            "is_owned": Accreditation.objects.owned_by(request.user)
            .filter(pk=found.pk)
            .exists()
            and found.person_id != request.user.pk,
            "rows": rows_of(facts),
            "next": next_of(facts),
            "until": facts.ends_on,
            "offers": offers_to(request.user, facts),
            "plan": plan_section(facts, is_open=is_open),
            "application": facts.application,
            "suspension": running,
            "is_kept_away": found.state == State.SUSPENDED
            or bool(running and running.holds_from),
            "has_sample": found.person_id == request.user.pk
            and found.state in LEADING_STATES
            and has_sample(found.programme),
            "is_heard": running and was_heard(running, facts.day),
            "evidence": shown_evidence(facts) if is_open else [],
            "history": shown_history(facts, is_open=is_open),
            "naming": naming_of(found),
            "may_suspend": running is None and found.state in HOLDING_STATES,
            "withdrawal_reasons": WithdrawalReason.choices,
        },
    )


def naming_of(found: Accreditation) -> list[tuple]:
    """(part, its label, who can be named, who is) for what a programme owner names in the
    present state."""
    if found.state in (State.ADMITTED, State.IN_TRAINING):
        part = ("lead", Signer.LEAD.label, candidates_for(found, "lead"), found.lead)
    elif found.state in (State.PROVISIONAL, State.CO_FACILITATED):
        people = candidates_for(found, "assessor")
        part = ("assessor", Signer.ASSESSOR.label, people, found.assessor)
    else:
        return []
    return [part]


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request, uuid):
    """The application, with the employer's commitment."""
    found = accreditation_for(request, uuid)
    if found.person_id != request.user.pk:
        return redirect("trainers:accreditation", found.uuid)
    form, confirmation = ApplicationForm(request.POST or None), ""
    if form.is_bound and form.is_valid():
        try:
            apply_for(found, form.wish, actor=request.user, now=timezone.now())
        except DomainError as problem:
            text = form.cleaned_data["motivation"].replace("\r\n", "\n").strip()
            confirmation = refused(form, problem, text)
        else:
            messages.success(
                request, _("Sent. Your superior gets a mail with a link to confirm.")
            )
            return redirect("trainers:accreditation", found.uuid)
    return render(
        request,
        "trainers/apply.html",
        {"accreditation": found, "form": form, "confirmation": confirmation},
        status=422 if form.errors else 200,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def superior(request, token):
    """The superior reads what they commit to, and says yes or no. Without an account:
    whoever has the link answers."""
    application = application_by(token, now=timezone.now())
    if application is None:
        return render(request, "trainers/superior_gone.html", status=404)
    problem = ""
    if request.method == "POST":
        try:
            application = answer_commitment(
                application,
                is_committed="yes" in request.POST,
                now=timezone.now(),
            )
        except DomainError as refusal:
            problem = refusal.message
        else:
            return redirect("trainers:superior", token)
    response = render(
        request,
        "trainers/superior.html",
        {
            "application": application,
            "accreditation": application.accreditation,
            "problem": problem,
        },
        status=422 if problem else 200,
    )
    # The address is a key: it goes to nobody else.
    response["Referrer-Policy"] = "no-referrer"
    return response
