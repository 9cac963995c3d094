"""The delivery log: lists of groups, the page of one, and what is done with one as a
whole."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.errors import DomainError
from lms.requests import query_of
from lms.spreadsheet import csv_lines
from trainers.domain.delivery import ending, groups
from trainers.domain.delivery.offering import offered_to
from trainers.domain.delivery.plans import plan_of
from trainers.domain.delivery.reading import (
    groups_of,
    in_list,
    parts_for,
    read,
    ways_to_begin,
    years_of,
)
from trainers.domain.delivery.totals import not_written_down
from trainers.domain.sessions.reading import trainers_to_choose
from trainers.enums import GroupState
from trainers.forms.by_name import municipalities
from trainers.forms.delivery import GroupForm, StopForm, say
from trainers.models import DeliveredGroup
from trainers.views.delivery_frame import (
    back_if_ended,
    back_to_group,
    group_kept,
    group_seen,
)
from trainers.views.frame import private
from trainers.views.shown_delivery import (
    file_rows,
    shown_meetings,
    shown_smiles,
    tabs_of,
    with_heads,
)

PER_PAGE = 30


@private
@login_required
@require_safe
def delivery(request):
    """Groups of mine, of my organisation, of my programmes; by `state` and `year`."""
    today = timezone.localdate()
    there = parts_for(request.user, today)
    part, state, year, years, rows = _chosen(request, there)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "trainers/delivery/list.html",
        {
            "part": part,
            "tabs": tabs_of(request, there, part),
            "state": state,
            "states": GroupState.choices,
            "year": year,
            "years": years,
            "page": page,
            "rows": with_heads(page, part),
            "is_filtered": bool(state or year),
            "may_begin": bool(ways_to_begin(request.user, today)),
            "file_query": query_of(request, page=None),
        },
    )


@private
@login_required
@require_safe
def delivery_csv(request):
    """The same groups as a file, all pages at once."""
    today = timezone.localdate()
    part, _state, _year, _years, rows = _chosen(request, parts_for(request.user, today))
    response = StreamingHttpResponse(
        csv_lines(file_rows(rows, part, now=timezone.now())),
        content_type="text/csv; charset=utf-8",
    )
    response["Content-Disposition"] = (
        f'attachment; filename="relay-groups-{today.isoformat()}.csv"'
    )
    return response


def _chosen(request, there: list[str]):
    """(part, state, year, years, rows) as the address asks, as far as there are any."""
    part = request.GET.get("part", "")
    part = part if part in there else next(iter(there), "")
    if not part:
        return "", "", None, [], DeliveredGroup.objects.none()
    state = request.GET.get("state", "")
    state = state if state in GroupState.values else ""
    all_rows = groups_of(request.user, part)
    years = years_of(all_rows)
    year = next((one for one in years if str(one) == request.GET.get("year")), None)
    rows = in_list(all_rows, request.user, part=part, state=state, year=year)
    return part, state, year, years, rows


@private
@login_required
@require_safe
def choose(request):
    """For which programme and language."""
    ways = ways_to_begin(request.user, timezone.localdate())
    if len(ways) == 1:
        programme, language = ways[0]
        return redirect("trainers:group_new", programme.code, language)
    return render(request, "trainers/delivery/choose.html", {"ways": ways})


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request, programme, language):
    """Begin the log of a group."""
    today = timezone.localdate()
    ways = ways_to_begin(request.user, today)
    found = next(
        (one for one, code in ways if (one.code, code) == (programme, language)), None
    )
    if found is None:
        raise Http404
    people = trainers_to_choose(found, request.user, today)
    form = GroupForm(
        request.POST or None,
        language=language,
        trainers=people,
        initial={
            "meetings": found.group_meetings,
            "starts_on": today,
            "lead": request.user,
        },
    )
    made = _saved(
        form,
        lambda: groups.begin_group(
            found,
            form.plan,
            key=form.cleaned_data["key"],
            actor=request.user,
            now=timezone.now(),
        ),
    )
    if made:
        messages.success(request, _("The log is begun. Write each meeting down here."))
        return redirect("trainers:group", made.uuid)
    return _form_page(request, form, found, language)


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, uuid):
    """Change what a group was begun with."""
    group = group_kept(request, uuid)
    if back := back_if_ended(request, group):
        return back
    people = trainers_to_choose(group.programme, request.user, timezone.localdate())
    form = GroupForm(
        request.POST or None,
        language=group.language,
        trainers=people,
        plan=plan_of(group),
    )
    changed = _saved(
        form,
        lambda: groups.change_group(
            group, form.plan, actor=request.user, now=timezone.now()
        ),
    )
    if changed:
        messages.success(request, _("Saved."))
        return back_to_group(request, group)
    return _form_page(request, form, group.programme, group.language, group)


@private
@login_required
@require_safe
def group(request, uuid):
    """The page of a group: its meetings, what is missing, and what it comes to."""
    found = group_seen(DeliveredGroup.objects.visible_to(request.user), uuid)
    seen = read(found, request.user, now=timezone.now())
    keeps = DeliveredGroup.objects.written_by(request.user).filter(pk=found.pk)
    keeps_log = keeps.exists()
    is_running = found.state == GroupState.RUNNING
    may_write = keeps_log and is_running
    return render(
        request,
        "trainers/delivery/group.html",
        {
            "group": found,
            "seen": seen,
            "meetings": shown_meetings(seen),
            "smiles": shown_smiles(seen.smiles),
            "may_write": may_write,
            "may_take_back": keeps_log and ending.may_take_back(found, timezone.now()),
            "missing": ending.missing_to_finish(found, seen.totals)
            if may_write
            else [],
            "gaps": not_written_down(found.meetings_planned, seen.meetings)
            if is_running
            else [],
            "offered": offered_to(
                request.user, found, trainers=seen.trainers, meetings=seen.meetings
            ),
        },
    )


@private
@login_required
@require_safe
def record(request, uuid):
    """The record of a group that was given, to print (SECTORS, BNY-D)."""
    found = group_seen(DeliveredGroup.objects.open_to(request.user), uuid)
    seen = read(found, request.user, now=timezone.now())
    return render(
        request,
        "trainers/delivery/record.html",
        {
            "group": found,
            "seen": seen,
            "meetings": shown_meetings(seen),
            "smiles": shown_smiles(seen.smiles),
            "today": timezone.localdate(),
        },
    )


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request, uuid, act):
    """Finish it, stop it, or take that back: first what will happen, then a button."""
    if act not in ("finish", "stop", "take-back"):
        raise Http404
    found = group_kept(request, uuid)
    form = StopForm(request.POST or None) if act == "stop" else None
    problem = ""
    if request.method == "POST" and (form is None or form.is_valid()):
        by = {"actor": request.user, "now": timezone.now()}
        try:
            if act == "finish":
                ending.finish_group(found, **by)
            elif act == "stop":
                ending.stop_group(found, reason=form.cleaned_data["reason"], **by)
            else:
                ending.take_back(found, **by)
        except DomainError as refusal:
            problem = refusal.message
        else:
            messages.success(request, _("Done. The group is up to date."))
            return redirect("trainers:group", found.uuid)
    return render(
        request,
        "trainers/delivery/act.html",
        {
            "group": found,
            "act": act,
            "form": form,
            "problem": problem,
            "missing": ending.missing_to_finish(found)
            if act == "finish" and not problem
            else [],
            "days": ending.TAKE_BACK.days,
        },
        status=422 if problem or (form and form.errors) else 200,
    )


def _saved(form, save):
    """What was saved, or None with the reason on the form."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return save()
    except DomainError as problem:
        say(form, problem)
        return None


def _form_page(request, form, programme, language, group=None):
    return render(
        request,
        "trainers/delivery/form.html",
        {
            "form": form,
            "programme": programme,
            "language": language,
            "group": group,
            "municipalities": municipalities(),
        },
        status=422 if form.errors else 200,
    )
