"""Training sessions for those who plan them and those who come: lists, the page of one,
planning, and what is done with one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
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
from lms.requests import query_of
from trainers.domain.attendance.marks import EARLY
from trainers.domain.attendance.reading import taken_by
from trainers.domain.sessions import planning, publishing
from trainers.domain.sessions.plans import plan_of
from trainers.domain.sessions.reading import (
    PARTS,
    TIMES,
    sessions_for,
    trainers_to_choose,
    ways_to_plan,
)
from trainers.enums import SessionState
from trainers.forms.by_name import organisations
from trainers.forms.sessions import SessionForm
from trainers.models import TrainerProgramme, TrainingSession
from trainers.views.frame import private, refused

PER_PAGE = 30


@private
@login_required
@require_safe
def sessions(request):
    """Mine, those I may sign up for, and those I plan; to come or over."""
    part = request.GET.get("part", "")
    part = part if part in PARTS else "mine"
    time = request.GET.get("time", "")
    time = time if time in TIMES else "coming"
    now = timezone.now()
    rows = sessions_for(request.user, part=part, time=time, now=now)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "trainers/sessions.html",
        {
            "page": page,
            "rows": list(page),
            "taken": _taken(request, page, now) if part != "open" else (),
            "part": part,
            "time": time,
            "may_plan": bool(ways_to_plan(request.user, timezone.localdate())),
            "tabs": [
                {
                    "label": label,
                    "url": query_of(request, part=key, page=None),
                    "current": key == part,
                }
                for key, label in (
                    ("mine", _("I take part")),
                    ("open", _("To sign up for")),
                    ("run", _("I plan")),
                )
            ],
            "other_time": query_of(
                request, time="over" if time == "coming" else None, page=None
            ),
        },
    )


@private
@login_required
@require_safe
def choose(request):
    """For which programme and organiser."""
    ways = ways_to_plan(request.user, timezone.localdate())
    if len(ways) == 1:
        programme, organiser = ways[0]
        return redirect("trainers:session_new", programme.code, organiser.code)
    return render(request, "trainers/session_choose.html", {"ways": ways})


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request, programme, organiser):
    """Plan one; it is a draft at first."""
    found = next(
        (
            way
            for way in ways_to_plan(request.user, timezone.localdate())
            if way[0].code == programme and way[1].code == organiser
        ),
        None,
    )
    if found is None:
        raise Http404
    programme, organiser = found
    form = SessionForm(
        request.POST or None,
        programme=programme,
        trainers=_trainers(request, programme),
        initial={"lead": request.user},
    )
    made, confirmation = _saved(
        request,
        form,
        lambda: planning.create_session(
            programme, organiser, form.plan, actor=request.user, now=timezone.now()
        ),
    )
    if made:
        messages.success(
            request, _("Saved as a draft. Nobody is told before you publish it.")
        )
        return redirect("trainers:session", made.uuid)
    return _form_page(request, form, programme, organiser, confirmation=confirmation)


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, uuid):
    """Change one; who comes is told where and when it is now."""
    session = _run(request, uuid)
    form = SessionForm(
        request.POST or None,
        programme=session.programme,
        trainers=_trainers(request, session.programme),
        plan=plan_of(session),
    )
    changed, confirmation = _saved(
        request,
        form,
        lambda: planning.change_session(
            session, form.plan, actor=request.user, now=timezone.now()
        ),
    )
    if changed:
        messages.success(request, _("Saved."))
        return redirect("trainers:session", session.uuid)
    return _form_page(
        request,
        form,
        session.programme,
        session.organiser,
        session=session,
        confirmation=confirmation,
    )


@private
@login_required
@require_POST
def act(request, uuid, act):
    """Publish it, cancel it, or plan it once more on another day."""
    session = _run(request, uuid)
    by = {"actor": request.user, "now": timezone.now()}
    try:
        if act == "publish":
            publishing.publish_session(session, **by)
            messages.success(request, _("Published. It can be signed up for now."))
        elif act == "cancel":
            planning.cancel_session(session, **by)
            messages.success(request, _("Cancelled. Everybody who would come is told."))
        elif act == "duplicate":
            day = parse_date(request.POST.get("day", ""))
            if day is None:
                raise DomainError(_("Say on which day the new one begins."))
            session = planning.duplicate_session(session, first_day=day, **by)
            messages.success(request, _("This is the new one, a draft."))
        else:
            raise Http404
    except DomainError as problem:
        messages.error(request, problem.message)
    return redirect("trainers:session", session.uuid)


def _taken(request, page, now) -> set[int]:
    """Of the sessions of a page those whose attendance the person takes by now."""
    open_ones = [
        one.pk for one in page if one.starts_at and one.starts_at - EARLY <= now
    ]
    taken = taken_by(request.user).exclude(state=SessionState.CANCELLED)
    return set(taken.filter(pk__in=open_ones).values_list("pk", flat=True))


def _run(request, uuid) -> TrainingSession:
    """One that the person plans; others do not exist here: raises Http404."""
    rows = TrainingSession.objects.run_by(request.user).select_related(
        "programme__owner", "organiser", "course"
    )
    return get_object_or_404(rows, uuid=uuid)


def _trainers(request, programme: TrainerProgramme):
    return trainers_to_choose(programme, request.user, timezone.localdate())


def _saved(request, form, save):
    """What was saved, or None; and what the button sends that keeps words as they are."""
    if not form.is_bound or not form.is_valid():
        return None, ""
    try:
        return save(), ""
    except DomainError as problem:
        return None, refused(form, problem, form.plan.words)


def _form_page(request, form, programme, organiser, *, session=None, confirmation=""):
    has_errors = form.is_bound and (
        form.errors or not form.blocks.is_valid() or not form.places.is_valid()
    )
    return render(
        request,
        "trainers/session_form.html",
        {
            "form": form,
            "programme": programme,
            "organiser": organiser,
            "session": session,
            "confirmation": confirmation,
            "organisations": organisations(),
        },
        status=422 if has_errors else 200,
    )
