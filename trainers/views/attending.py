"""The page of one training session as each sees it, signing up and taking that back, the
calendar file; and what guests of open sessions reach without an account."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from courses.domain.enrolment import titles_of
from lms.errors import DomainError
from lms.keys import key_of
from lms.ratelimit import allow, rate_limited, retry_after, too_many_requests
from trainers.domain.attendance.checking_in import check_in_guest, is_open
from trainers.domain.attendance.own import own_of
from trainers.domain.attendance.reading import taken_by
from trainers.domain.attendance.walk_ins import claim
from trainers.domain.attendance.window import opens_at
from trainers.domain.in_course.teaching import gain_of
from trainers.domain.sessions import registering
from trainers.domain.sessions.calendar import calendar_of
from trainers.domain.sessions.queue import has_begun
from trainers.domain.sessions.readiness import problems_of
from trainers.domain.sessions.reading import (
    open_sessions,
    people_of,
    people_to_sign_up,
    registrations_of,
)
from trainers.enums import HOLDING_REGISTRATIONS, RegistrationState, SessionState
from trainers.forms.sessions import GuestForm
from trainers.models import Registration, TrainingSession
from trainers.views.frame import private

# Colleagues that a page offers to sign up.
OFFERED = 500
# How often a guest may type a code.
TYPED = {"limit": 10, "per": timedelta(minutes=5)}


@private
@login_required
@require_safe
def session(request, uuid):
    """When and where, who leads, whether I come, and for those who may see it who
    comes."""
    found = _seen(request, uuid)
    now = timezone.now()
    mine = found.registrations.filter(
        person=request.user, state__in=HOLDING_REGISTRATIONS
    ).first()
    runs = TrainingSession.objects.run_by(request.user).filter(pk=found.pk).exists()
    people = people_of(found, request.user)
    takes = taken_by(request.user).filter(pk=found.pk).exists()
    opens = opens_at(found) if takes else None
    return render(
        request,
        "trainers/session.html",
        {
            "session": found,
            **_blocks(found),
            "trainers": list(found.trainers.select_related("person")),
            "sectors": list(found.sectors.all()),
            "materials": found.materials.splitlines(),
            "mine": mine,
            "runs": runs,
            "attendance_opens": opens,
            "attendance_is_open": opens is not None and opens <= now,
            "people": people,
            "takes": takes,
            **_own(request, mine, now),
            "removable": set(
                registrations_of(request.user)
                .filter(session=found)
                .values_list("pk", flat=True)
            )
            if not has_begun(found, now)
            else set(),
            "shows_people": runs
            or any(one.person_id != request.user.pk for one in people.rows),
            "places": list(found.places.select_related("organisation")),
            "problems": problems_of(found, now=now)
            if runs and found.state in (SessionState.DRAFT, SessionState.BLOCKED)
            else [],
            "may_sign_up": registering.may_sign_up(found, request.user, now=now),
            "may_leave": mine is not None and registering.may_leave(mine, now=now),
            "may_change": runs and found.state != SessionState.CANCELLED,
            "colleagues": list(people_to_sign_up(found, request.user)[:OFFERED])
            if registering.takes_people(found, now)
            else [],
            "sees_link": registering.may_join(found, request.user),
            "gain": gain_of(found, request.user, language=get_language(), now=now),
            "is_full": people.coming >= found.capacity,
        },
    )


@private
@login_required
@require_POST
def sign_up(request, uuid):
    """Sign up myself, or people that I look after."""
    found = _seen(request, uuid)
    now = timezone.now()
    people = [request.user]
    if "others" in request.POST:
        chosen = set(request.POST.getlist("person"))
        # Of those that the page offers.
        colleagues = people_to_sign_up(found, request.user)[:OFFERED]
        people = [one for one in colleagues if str(one.uuid) in chosen]
        if not people:
            messages.info(request, _("Nobody was chosen. Nothing was changed."))
    for person in people:
        try:
            one = registering.sign_up(found, person, actor=request.user, now=now)
        except DomainError as problem:
            messages.error(request, problem.message)
            continue
        words = (
            _("%(name)s has a place.")
            if one.state == RegistrationState.COMING
            else _("%(name)s is on the waiting list, and is told of a free place.")
        )
        messages.success(request, words % {"name": person})
    return redirect("trainers:session", found.uuid)


@private
@login_required
@require_POST
def cancel(request, uuid):
    """Take a registration back: my own, or that of somebody I look after."""
    one = get_object_or_404(registrations_of(request.user), uuid=uuid)
    try:
        registering.cancel_registration(one, actor=request.user, now=timezone.now())
    except DomainError as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, _("Cancelled. The place goes to who is next."))
    seen = TrainingSession.objects.visible_to(request.user).filter(pk=one.session_id)
    if seen.exists():
        return redirect("trainers:session", one.session.uuid)
    return redirect("trainers:sessions")


@private
@login_required
@require_safe
def calendar(request, uuid):
    """All its blocks as a file for one's own calendar."""
    found = _seen(request, uuid)
    if not registering.may_join(found, request.user):
        # The link to the meeting is for those who have a place.
        found.link = ""
    return _calendar(found)


@never_cache
@require_safe
def open_list(request):
    """Sessions to come for parents, carers and everybody else."""
    return render(
        request,
        "trainers/open_sessions.html",
        {"rows": list(open_sessions(timezone.now())[:100])},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("trainers.guest", limit=10, per=timedelta(hours=1))
def open_one(request, uuid):
    """An open session, and a form that needs no account. What is answered does not say
    whether an address is known."""
    found = get_object_or_404(open_sessions(timezone.now()), uuid=uuid)
    form = GuestForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            registering.ask_as_guest(
                found,
                **form.cleaned_data,
                language=get_language(),
                now=timezone.now(),
            )
        except DomainError as problem:
            form.add_error(None, problem.message)
        else:
            return redirect("trainers:open_asked", found.uuid)
    return render(
        request,
        "trainers/open_session.html",
        {"session": found, **_blocks(found), "form": form},
        status=422 if form.errors else 200,
    )


@never_cache
@require_safe
def open_asked(request, uuid):
    """A link is on its way."""
    found = get_object_or_404(open_sessions(timezone.now()), uuid=uuid)
    return render(request, "trainers/open_asked.html", {"session": found})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def guest(request, token):
    """A guest's own page: confirm, see when and where, take it back. Looking at it
    changes nothing: mail programs look at links."""
    one = registering.guest_of(token)
    if one is None:
        raise Http404
    if request.method == "POST":
        return _guest_acts(request, one, token)
    now = timezone.now()
    own = own_of(one, now=now)
    there = [row.block_id for _block, row in own.lines if row] if own else []
    return render(
        request,
        "trainers/guest.html",
        {
            "one": one,
            "session": one.session,
            **_blocks(one.session),
            "may_leave": registering.may_leave(one, now=now),
            "may_confirm": one.state not in HOLDING_REGISTRATIONS
            and registering.takes_people(one.session, now),
            "own": own,
            "open_blocks": [
                block
                for block in one.session.blocks.select_related("session")
                if is_open(block, now) and block.pk not in there
            ],
            "token": token,
        },
    )


@never_cache
@require_safe
def guest_calendar(request, token):
    """The same file for a guest who has a place."""
    one = registering.guest_of(token)
    if one is None or one.state != RegistrationState.COMING:
        raise Http404
    return _calendar(one.session)


def _blocks(session: TrainingSession) -> dict:
    blocks = list(session.blocks.all())
    return {"blocks": blocks, "has_titles": any(one.title for one in blocks)}


def _own(request, mine: Registration | None, now) -> dict:
    """My attendance, and the title of the course that it counts for."""
    own = own_of(mine, now=now) if mine else None
    course = mine.session.course if own else None
    if course is None:
        return {"own": own}
    titles = titles_of([course], language=get_language(), sector=request.user.sector_id)
    return {"own": own, "course_title": titles[course.pk].text}


def _guest_acts(request, one: Registration, token: str) -> HttpResponse:
    """Do what a guest asks, and show where they stand."""
    now = timezone.now()
    try:
        if "claim" in request.POST and request.user.is_authenticated:
            mine = claim(one, request.user, now=now)
            messages.success(request, _("It is added to your account."))
            return redirect("trainers:session", mine.session.uuid)
        if "code" in request.POST:
            if not allow(f"trainers.guest_code:{one.pk}", **TYPED, now=now):
                return too_many_requests(request, retry_after(TYPED["per"], now))
            block = get_object_or_404(one.session.blocks, uuid=_key(request, "block"))
            check_in_guest(one, block, request.POST["code"], now=now)
            messages.success(request, _("You are checked in."))
        elif "leave" in request.POST:
            registering.cancel_registration(one, actor=None, now=now)
        elif "confirm" in request.POST:
            registering.confirm_guest(one, token=token, now=now)
    except DomainError as problem:
        messages.error(request, problem.message)
    return redirect("trainers:guest", token)


def _key(request, name: str) -> UUID:
    key = key_of(request.POST.get(name, ""))
    if key is None:
        raise Http404
    return key


def _calendar(session: TrainingSession) -> HttpResponse:
    content = calendar_of(session, language=get_language())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = (
        f'attachment; filename="session-{str(session.uuid)[:8]}.ics"'
    )
    return response


def _seen(request, uuid) -> TrainingSession:
    rows = TrainingSession.objects.visible_to(request.user).select_related(
        "programme__owner", "organiser", "course"
    )
    return get_object_or_404(rows, uuid=uuid)
