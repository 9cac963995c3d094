"""Figures that are counted in the background: since when they are so, asking for them,
and how far they are."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.views.long_work import progress_answer
from lms.errors import DomainError
from organisations.models import Organisation
from tracking.domain.counts.asking import ask_count, count_under_way, last_refusal
from tracking.domain.counts.reading import is_large
from tracking.domain.counts.sources import Kept, Live, source_of
from tracking.enums import CountKind
from tracking.forms import DaysForm
from tracking.models import PeopleCount
from tracking.views.figures.frame import body_of

# The pages that show what was counted, and what of their address they keep.
PAGES = ("figures", "trained", "attestation")
KEPT_IN_ADDRESS = ("course", "on", "known", "since")


@dataclass(frozen=True)
class Shown:
    """The figures that a page shows, None where they have to be counted first, and what
    it says of that."""

    source: Live | Kept | None
    day: date
    context: dict = field(default_factory=dict)


def shown(
    request: HttpRequest, body: Organisation, form: DaysForm, *, page: str
) -> Shown:
    """The figures of a body on the day of a form, for one of PAGES."""
    today = timezone.localdate()
    source = source_of(body, form.day, form.known_on, today=today)
    day = source.day if source else form.day
    context = {"day": day, "days": form, "as_of": _as_of(source, form, today)}
    if not isinstance(source, Live):
        context["counting"] = _counting(request, body, form, source, page)
    return Shown(source, day, context)


def days_asked(request: HttpRequest) -> DaysForm:
    """The choice of a day, as far as it is possible."""
    form = DaysForm(request.GET)
    form.full_clean()
    return form


@login_required
@require_POST
def count_figures(request: HttpRequest, code: str) -> HttpResponse:
    """Have the figures of a body counted; the page that asked shows how far that is."""
    body = body_of(request, code)
    form = DaysForm(request.POST)
    if form.is_valid() and is_large(body, timezone.localdate()):
        try:
            ask_count(
                body,
                day=form.day,
                known_on=form.known_on,
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as error:
            messages.error(request, error.message)
    page = request.POST.get("page")
    address = reverse(f"tracking:{page if page in PAGES else PAGES[0]}", args=[code])
    kept = {
        name: value for name in KEPT_IN_ADDRESS if (value := request.POST.get(name))
    }
    return redirect(f"{address}?{urlencode(kept)}" if kept else address)


@login_required
@require_safe
def count_progress(request: HttpRequest, code: str, pk: int) -> JsonResponse:
    """How far a count is, for the page's script."""
    body = body_of(request, code)
    count = get_object_or_404(PeopleCount.objects.over(body), pk=pk)
    return progress_answer(
        None if count.finished_at else count,
        _("%(done)s of %(total)s organisations are counted"),
    )


def _counting(
    request: HttpRequest,
    body: Organisation,
    form: DaysForm,
    source: Kept | None,
    page: str,
) -> dict:
    today = timezone.localdate()
    kept = {name: value for name in KEPT_IN_ADDRESS if (value := request.GET.get(name))}
    return {
        "words": _counted_words(source.count, timezone.now()) if source else "",
        "under_way": count_under_way(body, form.day, form.known_on, today=today),
        "refusal": last_refusal(
            body, form.day, form.known_on, since=source and source.count.asked_at
        ),
        "fields": {**kept, "page": page}.items(),
    }


def _as_of(source: Live | Kept | None, form: DaysForm, today: date) -> str:
    day = source.day if source else form.day
    words = _("as it was on %(day)s")
    if source and source.count and source.count.kind == CountKind.CLOSING:
        words = _("at the end of %(day)s")
    elif day == today:
        words = _("as of today, %(day)s")
    told = words % {"day": date_format(day, "DATE_FORMAT")}
    if form.known_on is None:
        return told
    known = date_format(form.known_on, "DATE_FORMAT")
    return f"{told}, {_('as was known on %(day)s') % {'day': known}}"


def _counted_words(count: PeopleCount, now: datetime) -> str:
    """When that was, as one says it."""
    done, today = timezone.localtime(count.finished_at), timezone.localdate(now)
    time = time_format(done, "TIME_FORMAT")
    if done.date() == today:
        morning = done.hour < 12
        words = _("Counted this morning at %(time)s.")
        return (words if morning else _("Counted today at %(time)s.")) % {"time": time}
    if done.date() == today - timedelta(days=1):
        return _("Counted yesterday at %(time)s.") % {"time": time}
    day = date_format(done, "DATE_FORMAT")
    return _("Counted on %(day)s at %(time)s.") % {"day": day, "time": time}
