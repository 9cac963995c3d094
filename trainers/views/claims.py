"""What is known of one person's attendance, making up what they missed, and claiming
what was attended without an account."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.errors import DomainError
from lms.ratelimit import by_user, rate_limited
from trainers.domain.attendance.making_up import make_up, places_to_make_up
from trainers.domain.attendance.printing import in_groups
from trainers.domain.attendance.reading import Line, taken_by
from trainers.domain.attendance.walk_ins import claim, claimable
from trainers.models import Registration, SessionBlock
from trainers.views.frame import private

# Of the sessions somebody attended elsewhere, so many are offered for a block.
MOST_CHOICES = 20


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("trainers.claim", limit=10, per=timedelta(minutes=10), key=by_user)
def attendance_claim(request):
    """Type the code of a slip, see which session it is of, and say that it was me."""
    code = request.POST.get("code", "")
    found = claimable(code) if code else None
    problem = ""
    if found and "claim" in request.POST:
        try:
            one = claim(found, request.user, now=timezone.now())
        except DomainError as refusal:
            problem = refusal.message
        else:
            messages.success(request, _("It is added to your account."))
            return redirect("trainers:session", one.session.uuid)
    return render(
        request,
        "trainers/claim.html",
        {
            "code": code,
            "found": found,
            "first": found and found.session.blocks.first(),
            "problem": problem,
            "is_unknown": request.method == "POST" and found is None,
        },
        status=422 if request.method == "POST" and (problem or not found) else 200,
    )


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def registration_attendance(request, uuid):
    """Block by block what is known of a person and who said it; and for what they missed,
    where they made it up."""
    rows = Registration.objects.filter(
        session__in=taken_by(request.user).values("pk"), forgotten_at=None
    )
    one = get_object_or_404(
        rows.select_related("session__programme", "person", "employer"), uuid=uuid
    )
    problem = ""
    if request.method == "POST":
        try:
            _make_up(request, one)
        except DomainError as refusal:
            problem = refusal.message
        else:
            return redirect("trainers:registration_attendance", one.uuid)
    line = Line(one)
    return render(
        request,
        "trainers/registration_attendance.html",
        {
            "one": one,
            "session": one.session,
            "name": line.name,
            "code": in_groups(line.code),
            "blocks": _known(one),
            "problem": problem,
        },
        status=422 if problem else 200,
    )


def _known(one: Registration) -> list[dict]:
    """Each block with how it stands, the marks of it with the latest first, and where
    what was missed can be made up."""
    standing = {row.block_id: row for row in one.attendance.select_related("mark")}
    marks: dict[int, list] = {}
    said = one.marks.select_related("said_by", "made_up_in__session")
    for mark in said.order_by("-said_at", "-uuid"):
        marks.setdefault(mark.block_id, []).append(mark)
    places = places_to_make_up(one, now=timezone.now())
    return [
        {
            "block": block,
            "row": standing.get(block.pk),
            "marks": marks.get(block.pk, []),
            "choices": places.get(block.pk, [])[:MOST_CHOICES],
            "is_missed": block.pk in places,
        }
        for block in one.session.blocks.all()
    ]


def _make_up(request, one: Registration) -> None:
    block = get_object_or_404(one.session.blocks, pk=_number(request, "block"))
    other = SessionBlock.objects.filter(pk=_number(request, "other")).first()
    if other is None:
        raise DomainError(_("Choose where it was made up."))
    taken = make_up(one, block, other, by=request.user, now=timezone.now())
    if taken.refused:
        raise DomainError(next(iter(taken.refused.values())))


def _number(request, name: str) -> int:
    given = request.POST.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 16 else 0
