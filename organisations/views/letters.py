"""Letters with badge number and code, for those who have no e-mail address."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from lms.errors import DomainError
from lms.ratelimit import by_user, rate_limited
from organisations.domain.employers import part_of
from organisations.domain.letters.keeping import fetch, kept_until
from organisations.domain.letters.making import (
    MOST,
    VALID_FOR,
    ask_for_letters,
    state_counts,
    who_would_get_one,
)
from organisations.domain.letters.people import CHOSEN_BY_HAND, people_by_badge
from organisations.enums import LetterLayout, LetterState, Role
from organisations.forms import LettersForm
from organisations.models import LetterFile, LetterRun, Organisation
from organisations.rules import roles_to_give
from organisations.views.frame import own_organisation

PER_PAGE = 50
RUNS = 10
NAMED = 20
KINDS = {
    LetterState.NO_BADGE: "warn",
    LetterState.NEEDED: "warn",
    LetterState.AGAIN: "warn",
    LetterState.WAITING: "info",
    LetterState.MADE: "info",
    LetterState.CAME: "neutral",
    LetterState.IN: "ok",
}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest, code: str) -> HttpResponse:
    """Who has no e-mail address and how they stand; a POST shows how many letters would
    be made, and with `make` makes them."""
    organisation = _organisation(request, code)
    if request.method == "POST":
        return _ask(request, organisation)
    return _list(request, organisation)


@never_cache
@login_required
@require_safe
def letter_run(request: HttpRequest, code: str, uuid: UUID) -> HttpResponse:
    """Letters that were asked for: how far they are, and their files while these are kept."""
    organisation = _organisation(request, code)
    run = get_object_or_404(LetterRun, organisation=organisation, uuid=uuid)
    now = timezone.now()
    files = list(run.files.all())
    for one in files:
        one.until = kept_until(one)
        one.is_there = bool(one.sealed) and one.until > now
    return render(
        request,
        "organisations/letter_run.html",
        {
            "organisation": organisation,
            "run": run,
            "files": files,
            "made": sum(one.letters_made for one in files),
        },
    )


@never_cache
@login_required
@rate_limited(
    "organisations.letter_file", limit=60, per=timedelta(minutes=10), key=by_user
)
@require_POST
def letter_file(request: HttpRequest, code: str, uuid: UUID) -> HttpResponse:
    """The PDF, to print it."""
    organisation = _organisation(request, code)
    file = get_object_or_404(
        LetterFile.objects.select_related("run"),
        run__organisation=organisation,
        uuid=uuid,
    )
    now = timezone.now()
    try:
        content = fetch(file, actor=request.user, now=now)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("organisations:letter_run", code=code, uuid=file.run.uuid)
    name = f"relay-letters-{organisation.code}-{timezone.localdate(now)}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _list(
    request: HttpRequest, organisation: Organisation, form=None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    state = request.GET.get("state", "")
    state = state if state in LetterState.values else ""
    people = people_by_badge(organisation, now=now, day=timezone.localdate(now))
    counts = state_counts(organisation, now=now)
    shown = people.filter(letter_state=state) if state else people
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        (one, LetterState(one.letter_state), KINDS[one.letter_state])
        for one in page.object_list
    ]
    return render(
        request,
        "organisations/letters.html",
        {
            "organisation": organisation,
            "page": page,
            "rows": [
                (one, state.label, kind, state in CHOSEN_BY_HAND)
                for one, state, kind in rows
            ],
            "state": state,
            "tabs": _tabs(counts, state),
            "everybody": sum(counts.values()),
            "needed": counts[LetterState.NEEDED] + counts[LetterState.AGAIN],
            "may_make": Role.LEARNER in roles_to_give(request.user, organisation),
            "form": form or LettersForm(),
            "most": MOST,
            "runs": LetterRun.objects.filter(part_of(organisation)).select_related(
                "organisation", "asked_by"
            )[:RUNS],
        },
        status=status,
    )


def _ask(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    now = timezone.now()
    is_choice = "some" in request.POST
    here = people_by_badge(organisation, now=now, day=timezone.localdate(now))
    possible = (
        here.filter(letter_state__in=CHOSEN_BY_HAND).values_list("pk", flat=True)
        if is_choice
        else ()
    )
    data = request.POST.copy()
    if not is_choice:
        data.pop("chosen", None)
    form = LettersForm(data, possible=list(possible))
    if not form.is_valid():
        return _list(request, organisation, form, status=422)
    chosen = form.cleaned_data["chosen"] if is_choice else None
    if "make" not in request.POST:
        return _preview(request, organisation, form, chosen)
    try:
        run = ask_for_letters(
            organisation,
            layout=LetterLayout(form.cleaned_data["layout"]),
            chosen=chosen,
            actor=request.user,
            now=now,
        )
    except DomainError as error:
        form.add_error(None, error.message)
        return _list(request, organisation, form, status=422)
    return redirect("organisations:letter_run", code=organisation.code, uuid=run.uuid)


def _preview(
    request: HttpRequest, organisation: Organisation, form: LettersForm, chosen
) -> HttpResponse:
    people = who_would_get_one(organisation, chosen=chosen, now=timezone.now())
    total = people.count()
    if not 0 < total <= MOST:
        form.add_error(
            None,
            _("At most %(most)d letters are made at once. Choose fewer people.")
            % {"most": MOST}
            if total
            else _("Nobody here needs a letter now."),
        )
        return _list(request, organisation, form, status=422)
    return render(
        request,
        "organisations/letters_preview.html",
        {
            "organisation": organisation,
            "total": total,
            "named": [one.user for one in people[:NAMED]],
            "more": max(0, total - NAMED),
            "again": people.filter(
                letter_state__in=(LetterState.MADE, LetterState.CAME, LetterState.IN)
            ).count(),
            "chosen": chosen,
            "layout": LetterLayout(form.cleaned_data["layout"]),
            "days": VALID_FOR.days,
        },
    )


def _tabs(counts: dict[str, int], current: str) -> list[dict]:
    tabs = [("", pgettext("invitations or letters", "All"), sum(counts.values()))]
    tabs += [(one.value, one.label, counts[one]) for one in LetterState if counts[one]]
    return [
        {
            "label": f"{label} ({count})",
            "url": f"?state={value}",
            "current": value == current,
        }
        for value, label, count in tabs
    ]


def _organisation(request: HttpRequest, code: str) -> Organisation:
    return own_organisation(request, code)
