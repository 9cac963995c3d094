"""How a course stands in its languages, in the content admin: the board, and what is
done with many texts at once."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from courses.domain.languages import rules
from courses.domain.languages.acting import act_on, plan_act
from courses.domain.languages.board import (
    Board,
    board_of,
    chosen_cells,
    kind_label,
    translations_to_do,
)
from courses.domain.languages.standings import Cell, languages_of
from courses.enums import TranslationState, TranslationStep
from courses.forms import BoardFilterForm, ExceptionForm
from courses.models import Course
from courses.rules import authoring_at, can_author, can_release_edition
from lms.errors import DomainError
from lms.keys import key_of
from lms.spreadsheet import csv_lines

ICONS = {
    TranslationState.MISSING: "cross",
    TranslationState.DRAFT: "draft",
    TranslationState.OUT_OF_DATE: "warning",
    TranslationState.TRANSLATED: "edit",
    TranslationState.REVIEWED: "view",
    TranslationState.APPROVED: "check",
    TranslationState.SOURCE: "check",
}
# A text is named in forms by its key and by what was published when it was looked at.
SEEN = 16


@require_safe
def board(request, pk):
    """Every text of a course in every language."""
    course = _course(request, pk)
    form = BoardFilterForm(request.GET)
    found = board_of(course, form.filter)
    form.offer_kinds(found.kinds)
    mine = authoring_at(request.user)
    is_owner = can_release_edition(request.user, course)
    return TemplateResponse(
        request,
        "courses/admin/languages/board.html",
        {
            "course": course,
            "form": form,
            "query": request.GET.urlencode(),
            "columns": found.columns,
            "rows": [
                {
                    "row": row,
                    "cells": [_shown(cell, found, mine) for cell in row.cells],
                }
                for row in found.rows
            ],
            "exception_form": ExceptionForm() if is_owner else None,
            "exceptions": course.language_exceptions.select_related("by"),
        },
    )


@require_safe
def report(request, pk):
    """The board as a file: all of it, as it is filtered."""
    course = _course(request, pk)
    found = board_of(course, BoardFilterForm(request.GET).filter)
    response = StreamingHttpResponse(
        csv_lines(_report_lines(found, get_language())),
        content_type="text/csv; charset=utf-8",
    )
    name = f"relay-languages-{course.code}-{timezone.localdate().isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _report_lines(found: Board, language: str):
    # The lines are written after the request's language is gone.
    with override(language):
        yield (
            _("Module"),
            _("Kind"),
            _("Title"),
            _("Language"),
            _("State"),
            _("Since"),
            _("By"),
        )
        for row in found.rows:
            for cell in row.cells:
                since = cell.standing.since
                yield (
                    row.module,
                    row.kind,
                    row.title,
                    cell.language,
                    cell.state.label,
                    timezone.localdate(since).isoformat() if since else "",
                    str(found.people.get(cell.standing.by_id, "")),
                )


@require_http_methods(["GET", "HEAD", "POST"])
def act(request, pk, language, step):
    """Review, approve or take back many texts of a language: what it would do, then the
    act, on the texts that were shown and have not changed since."""
    course = _course(request, pk)
    if step not in WORDS or language not in settings.RELAY_LANGUAGE_NAMES:
        raise Http404
    languages = languages_of(course, [language])
    if language == languages.source_language:
        raise Http404
    given = request.POST if request.method == "POST" else request.GET
    keys = keys_in(given.getlist("text"))
    cells = chosen_cells(languages, language, keys or None)
    problem = ""
    if request.method == "POST":
        cells = [cell for cell in cells if seen(cell) in given.getlist("text")]
        try:
            done = act_on(
                course,
                cells,
                TranslationStep(step),
                actor=request.user,
                now=timezone.now(),
                is_native="native" in given,
            )
        except DomainError as error:
            problem = error.message
        else:
            _tell(request, len(done.done), len(set(given.getlist("text"))))
            return redirect(
                f"{reverse('course_languages', args=[pk])}?language={language}"
            )
    plan = plan_act(cells, TranslationStep(step), actor=request.user)
    return TemplateResponse(
        request,
        "courses/admin/languages/act.html",
        {
            "course": course,
            "language": language,
            "language_name": settings.RELAY_LANGUAGE_NAMES[language],
            "step": step,
            "words": WORDS[step],
            "texts": [
                {"cell": cell, "kind": kind_label(cell.thing), "value": seen(cell)}
                | _titles(cell, languages.source_language)
                for cell in plan.done
            ],
            "refused": [
                {"reason": one.reason, "kind": kind_label(one.cell.thing)}
                | _titles(one.cell, languages.source_language)
                for one in plan.refused
            ],
            "problem": problem,
        },
    )


# What a step is called on the page that asks for it, and on its button.
WORDS = {
    TranslationStep.REVIEWED: (
        gettext_lazy("Review"),
        gettext_lazy("I have read these texts: reviewed"),
    ),
    TranslationStep.APPROVED: (
        gettext_lazy("Approve"),
        gettext_lazy("Approve these texts"),
    ),
    TranslationStep.WITHDRAWN: (
        gettext_lazy("Withdraw"),
        gettext_lazy("Withdraw these reviews and approvals"),
    ),
}


@require_POST
def exception(request, pk):
    """Write down an exception to the languages federal bodies need, or end it."""
    course = get_object_or_404(Course.objects.select_related("owner"), pk=pk)
    if not can_release_edition(request.user, course):
        raise Http404
    now = timezone.now()
    try:
        if "end" in request.POST:
            rules.end_exception(course, actor=request.user, now=now)
            messages.success(request, _("The exception is ended."))
        else:
            form = ExceptionForm(request.POST)
            if form.is_valid():
                rules.except_languages(
                    course, **form.cleaned_data, actor=request.user, now=now
                )
                messages.success(request, _("The exception is written down."))
            for problems in form.errors.values():
                messages.error(request, problems[0])
    except DomainError as problem:
        messages.error(request, problem.message)
    return redirect("course_languages", pk)


@require_safe
def to_do(request):
    """What is to be translated, reviewed or approved in all courses of the person's."""
    found = translations_to_do(request.user)
    return TemplateResponse(
        request,
        "courses/admin/languages/to_do.html",
        {"rows": found},
    )


def seen(cell: Cell) -> str:
    """How a form names a text as it was published when it was shown."""
    published = cell.published
    return (
        f"{cell.thing.key}:{published.source[:SEEN]}{(published.content or '')[:SEEN]}"
    )


def keys_in(values: list[str]) -> set[UUID]:
    """The keys of texts that a form names. Raises Http404 for what is none."""
    keys = {key_of(value.partition(":")[0]) for value in values}
    if None in keys:
        raise Http404
    return keys


def _tell(request, done: int, asked: int) -> None:
    if done:
        told = ngettext("%(count)s text is done.", "%(count)s texts are done.", done)
        messages.success(request, told % {"count": done})
    left = asked - done
    if left or not asked:
        told = ngettext(
            "%(count)s text was left as it is: it has changed since you looked, or it is "
            "not yours to decide about.",
            "%(count)s texts were left as they are: they have changed since you looked, "
            "or they are not yours to decide about.",
            left,
        )
        messages.warning(request, told % {"count": left})


def _course(request, pk) -> Course:
    course = get_object_or_404(Course.objects.select_related("owner"), pk=pk)
    if not can_author(request.user, course):
        raise Http404
    return course


def _titles(cell: Cell, source: str) -> dict:
    row = cell.thing.rows.get(cell.language)
    return {
        "title": str(cell.thing.rows[source]),
        "translated": "" if row is None else str(row),
        "url": "" if row is None else edit_url(row),
    }


def _shown(cell: Cell, found: Board, mine: set[int] | None) -> dict:
    row = cell.thing.rows.get(cell.language)
    is_mine = mine is None or cell.thing.owner_id in mine
    since = cell.standing.since
    return {
        "state": cell.state,
        "icon": ICONS[cell.state],
        "by": found.people.get(cell.standing.by_id),
        "since": date_format(timezone.localdate(since), "SHORT_DATE_FORMAT")
        if since
        else "",
        "sector": cell.standing.sector,
        "has_draft": bool(row and row.live and row.has_unpublished_changes),
        "url": edit_url(row) if row is not None and is_mine else "",
    }


def edit_url(row) -> str:
    """Where a row is edited in the content admin."""
    if hasattr(row, "depth"):
        return reverse("wagtailadmin_pages:edit", args=[row.pk])
    meta = row._meta
    return reverse(
        f"wagtailsnippets_{meta.app_label}_{meta.model_name}:edit", args=[row.pk]
    )
