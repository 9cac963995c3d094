"""Checking in with the code in the room: what is on its wall, and the page of who is
there."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lms.errors import DomainError
from lms.ratelimit import by_user, rate_limited
from trainers.domain.attendance import checking_in
from trainers.domain.attendance.codes import is_typed
from trainers.domain.attendance.reading import taken_by
from trainers.domain.attendance.showing import numbers_of, shown_at, typed_at
from trainers.domain.attendance.window import DOORS
from trainers.enums import KNOWN_SESSIONS, Audience, Presence
from trainers.models import Attendance, SessionBlock, TrainingSession
from trainers.views.frame import private

# Where the session of a browser keeps that its person read the code.
TICKET = "trainers.check-in"
# More than these are open for nobody at once.
MOST_OPEN = 20


@private
@login_required
@require_safe
def code(request, uuid, block):
    """For the wall of the room: the present code, and how many are there. No names."""
    found = _taken_block(request, uuid, block)
    now = timezone.now()
    is_open = checking_in.is_open(found, now)
    there, listed = numbers_of(found)
    return render(
        request,
        "trainers/attendance_code.html",
        {
            "session": found.session,
            "session_block": found,
            "shown": shown_at(found, now) if is_open else None,
            "opens_at": found.starts_at - DOORS,
            "is_over": found.ends_at <= now,
            "takes_place": found.session.state in KNOWN_SESSIONS,
            "typed_at": typed_at(),
            "there": there,
            "listed": listed,
        },
    )


@private
@login_required
@require_safe
def code_now(request, uuid, block):
    """The same for the page that stays open: what is shown from now on."""
    found = _taken_block(request, uuid, block)
    now = timezone.now()
    if not checking_in.is_open(found, now):
        return JsonResponse({"open": False})
    shown = shown_at(found, now)
    there, listed = numbers_of(found)
    return JsonResponse(
        {
            "open": True,
            "typed": shown.typed,
            "qr": shown.qr,
            "seconds": shown.seconds,
            "there": there,
            "listed": listed,
        }
    )


@private
@login_required
@require_safe
def here(request):
    """The blocks that I can check in to now, with a field for the code of each."""
    now = timezone.now()
    blocks = list(checking_in.open_for(request.user, now)[:MOST_OPEN])
    known = Attendance.objects.filter(
        registration__person=request.user, block__in=blocks
    ).exclude(presence=Presence.AWAY)
    known = set(known.values_list("block", flat=True))
    return render(
        request,
        "trainers/here.html",
        {"rows": [(one, one.pk in known) for one in blocks]},
    )


@never_cache
@require_safe
def check_in_by_code(request, block, token):
    """Where the QR code leads: the code is looked at by the clock of now, and that it was
    read in the room is kept in this browser, for who has to sign in first. Nobody is
    checked in by looking at an address."""
    found = get_object_or_404(
        SessionBlock.objects.select_related("session"), uuid=block
    )
    try:
        # A typed one would be tried here as often as somebody likes.
        given = "" if is_typed(token) else token
        ticket = checking_in.ticket_for(found, given, now=timezone.now())
    except DomainError as problem:
        return render(
            request,
            "trainers/check_in_old.html",
            {"problem": problem.message, "is_closed": problem.code == "closed"},
            status=410,
        )
    request.session[TICKET] = ticket
    target = reverse("trainers:check_in", args=[found.uuid])
    if request.user.is_authenticated:
        return redirect(target)
    if found.session.audience == Audience.OPEN:
        return render(
            request,
            "trainers/check_in_who.html",
            {"session": found.session, "target": target},
        )
    return redirect_to_login(target)


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("trainers.check_in", limit=10, per=timedelta(minutes=5), key=by_user)
def check_in(request, block):
    """One button for who read the code, a field for who types it; and how I stand."""
    now = timezone.now()
    read_at = _read_at(request, block, now)
    found = _open_to(request, block, has_read=read_at is not None)
    problem = None
    if request.method == "POST":
        try:
            if read_at is None:
                checking_in.ticket_for(found, request.POST.get("code", ""), now=now)
                read_at = now
            checking_in.check_in(found, request.user, read_at=read_at, now=now)
        except DomainError as refusal:
            problem = refusal
        else:
            request.session.pop(TICKET, None)
            return redirect("trainers:check_in", found.uuid)
    known = (
        Attendance.objects.filter(registration__person=request.user, block=found)
        .select_related("mark")
        .first()
    )
    return render(
        request,
        "trainers/check_in.html",
        {
            "session": found.session,
            "session_block": found,
            "known": known,
            "is_there": known is not None and known.presence != Presence.AWAY,
            "is_open": checking_in.is_open(found, now),
            "has_read": read_at is not None,
            "opens_at": found.starts_at - DOORS,
            "is_over": found.ends_at <= now,
            "takes_place": found.session.state in KNOWN_SESSIONS,
            "problem": problem,
        },
        status=422 if problem else 200,
    )


def _taken_block(request, uuid, block) -> SessionBlock:
    """A block of a session whose attendance the person takes: raises Http404."""
    rows = SessionBlock.objects.filter(
        session__in=taken_by(request.user).values("pk"), session__uuid=uuid
    )
    return get_object_or_404(rows.select_related("session"), uuid=block)


def _open_to(request, block, *, has_read: bool) -> SessionBlock:
    """A block of a session that concerns the person, or whose code they read in the room:
    raises Http404."""
    found = get_object_or_404(
        SessionBlock.objects.select_related("session__programme"), uuid=block
    )
    if not has_read:
        seen = TrainingSession.objects.visible_to(request.user)
        if not seen.filter(pk=found.session_id).exists():
            raise Http404
    return found


def _read_at(request, block, now):
    """When this browser read the code of this block; None where it did not, or too long
    ago."""
    ticket = checking_in.read_ticket(request.session.get(TICKET, ""), now=now)
    return ticket[1] if ticket and ticket[0] == str(block) else None
