"""The list of who is there: as a page, which is a plain form where no script runs, and as
what devices send of it and ask for. The script that keeps the page for use without
network."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import FileResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from lms.digits import whole_number
from lms.keys import key_of
from lms.ratelimit import by_user, rate_limited
from lms.requests import query_of
from trainers.domain.attendance.marks import EARLY, MOST_AT_ONCE, Said
from trainers.domain.attendance.reading import block_at
from trainers.domain.attendance.sending import WalkIn, take_sent
from trainers.enums import Presence
from trainers.forms.marks import read_body
from trainers.models import TrainingSession
from trainers.views.frame import private, sessions_taken
from trainers.views.shown_attendance import (
    counted,
    kept_until,
    shown_blocks,
    shown_lines,
)

WORKER = Path(__file__).parent.parent / "static/trainers/attendance/worker.js"
# A line has three fields, and a request a thousand at most.
LINES_WITHOUT_SCRIPT = 300
# Said by the page alone: a page to sign in, or one that is missing, is not kept.
KEEP = "Relay-Keep"


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request, uuid):
    """One block of the list, and where no script runs one page of it after the other; all
    of it for the script, which changes over without a network."""
    session = get_object_or_404(sessions_taken(request), uuid=uuid)
    blocks = list(session.blocks.all())
    wanted = key_of(request.GET.get("block", ""))
    named = next((one for one in blocks if one.uuid == wanted), None)
    chosen = named or block_at(session, timezone.now())
    if request.method == "POST":
        # A block that is gone by now is refused, and no other is marked in its stead.
        if block := wanted or (chosen and chosen.uuid):
            _take_form(request, session, block)
        return redirect(request.get_full_path())
    lines = shown_lines(session, blocks)
    lines_page = Paginator(lines, LINES_WITHOUT_SCRIPT).get_page(
        request.GET.get("page")
    )
    shown = shown_blocks(blocks)
    current = str(chosen.uuid) if chosen else ""
    until = kept_until(blocks)
    response = render(
        request,
        "trainers/attendance.html",
        {
            "session": session,
            "state": {
                "at": timezone.now().isoformat(),
                "lines": lines,
                "blocks": shown,
                "block": current,
            },
            "until": until.isoformat() if until else "",
            "chosen": next((one for one in shown if one["uuid"] == current), None),
            "is_early": chosen and timezone.now() < chosen.starts_at - EARLY,
            "rows": [{**one, "mark": one["marks"].get(current)} for one in lines_page],
            "lines_page": lines_page,
            "action": query_of(request, block=current),
            "counts": counted(lines, current),
            "tabs": [
                {
                    "label": one["label"],
                    "url": f"?block={one['uuid']}",
                    "current": one["uuid"] == current,
                }
                for one in shown
            ],
            "asked": [
                one.organisation
                for one in session.places.select_related("organisation")
            ],
            "key": uuid4(),
            "login": redirect_to_login(request.path).url,
        },
    )
    response[KEEP] = "attendance"
    return response


@private
@rate_limited("trainers.attendance", limit=120, per=timedelta(minutes=1), key=by_user)
@require_http_methods(["GET", "HEAD", "POST"])
def marks(request, uuid):
    """What a device kept of a list, and how the list stands; with a token, since the page
    may be older than the one that is good now."""
    if not request.user.is_authenticated:
        words = _("You are signed out. What you marked stays on this device.")
        return JsonResponse({"error": words}, status=401)
    session = sessions_taken(request).filter(uuid=uuid).first()
    if session is None:
        words = _("You do not take attendance of this session.")
        return JsonResponse({"error": words}, status=404)
    found = {"kept": [], "refused": {}, "known_as": {}}
    if request.method == "POST":
        try:
            body = read_body(request.body)
        except ValueError:
            words = _("This was not understood. It was not kept.")
            return JsonResponse({"error": words}, status=422)
        sent = take_sent(
            session,
            walk_ins=body.walk_ins,
            marks=body.marks,
            by=request.user,
            now=timezone.now(),
            device_now=body.device_now,
        )
        found = {
            "kept": [str(one) for one in sent.kept],
            "refused": {str(key): words for key, words in sent.refused.items()},
            "known_as": {str(key): str(one) for key, one in sent.known_as.items()},
        }
    blocks = list(session.blocks.all())
    return JsonResponse(
        {
            **found,
            "at": timezone.now().isoformat(),
            "lines": shown_lines(session, blocks),
            "blocks": shown_blocks(blocks),
            "csrf": get_token(request),
        }
    )


@require_safe
@cache_control(no_cache=True)
def worker(request):
    """The script that keeps the page of a list; it stands above the pages, since it may
    only keep what is below it."""
    return FileResponse(
        WORKER.open("rb"), content_type="text/javascript; charset=utf-8"
    )


def _take_form(request, session: TrainingSession, block: UUID) -> None:
    """What the page posts where no script runs: the whole block, of which that is taken
    which is another than the page showed; or somebody who walked in."""
    sent = take_sent(
        session,
        **(
            {"walk_ins": [_walk_in(request.POST)]}
            if "walk_in" in request.POST
            else {"marks": _marked(request.POST, block)}
        ),
        by=request.user,
        now=timezone.now(),
    )
    for words in sorted(set(sent.refused.values())):
        messages.error(request, words)
    if sent.kept:
        words = ngettext(
            "Kept: %(count)s change.", "Kept: %(count)s changes.", len(sent.kept)
        )
        messages.success(request, words % {"count": len(sent.kept)})


def _walk_in(data) -> WalkIn:
    return WalkIn(
        _key(data) or uuid4(),
        badge_number=data.get("badge_number", ""),
        name=data.get("name", ""),
        employer=data.get("other") or data.get("employer", ""),
    )


def _marked(data, block: UUID) -> list[Said]:
    """Marks whose keys follow from the page's, so that posting it twice is once."""
    page = _key(data) or uuid4()
    said = []
    for name in list(data)[: 4 * MOST_AT_ONCE]:
        kind, _dash, key = name.partition(":")
        person = key_of(key) if kind == "presence" else None
        if person is None:
            continue
        presence = data[name]
        minutes = whole_number(data.get(f"minutes:{key}", ""), digits=5)
        minutes = minutes if presence == Presence.PART else None
        if f"{presence} {minutes or ''}".strip() == data.get(f"was:{key}", ""):
            continue
        told = uuid5(page, f"{block} {key} {presence} {minutes}")
        said.append(Said(told, person, block, presence, minutes=minutes))
    return said[:MOST_AT_ONCE]


def _key(data) -> UUID | None:
    return key_of(data.get("key", ""))
