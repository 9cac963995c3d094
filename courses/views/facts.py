"""Keeping facts true, in the content admin: the review queue, what uses a fact, and
putting another in its place."""

from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from wagtail.admin.paginator import WagtailPaginator

from courses.domain.facts import confirming, replacing
from courses.domain.facts.queue import (
    DUE_WITHIN,
    facts_to_review,
    review_rows,
    symbol_rows,
)
from courses.domain.facts.saving import in_every_language, own_facts
from courses.domain.facts.uses import affected_courses, unnamed_count, uses_of
from courses.enums import ReplacementStep, Significance
from courses.forms import ConfirmFactForm, ReplaceFactForm, ReviewFilterForm
from courses.models import Fact
from lms.errors import DomainError
from lms.spreadsheet import csv_lines

PER_PAGE = 50


@require_safe
def queue(request):
    """The person's facts that are stale or due soon, the most urgent first."""
    today = timezone.localdate()
    form = ReviewFilterForm(request.GET)
    found = facts_to_review(request.user, today=today, state=form.chosen)
    paginator = WagtailPaginator(found, PER_PAGE)
    page = paginator.get_page(request.GET.get("p"))
    return TemplateResponse(
        request,
        "courses/admin/fact_review.html",
        {
            "form": form,
            "state": form.chosen,
            "days": DUE_WITHIN.days,
            "page": page,
            "elided_page_range": paginator.get_elided_page_range(page.number),
            "rows": review_rows(page, user=request.user, today=today),
            "proposed": (today + confirming.REVIEW_PERIOD).isoformat(),
            "symbols": symbol_rows(request.user, today=today, state=form.chosen),
            "first_day": (today + timedelta(days=1)).isoformat(),
            "last_day": (today + confirming.LONGEST_REVIEW).isoformat(),
        },
    )


@require_safe
def report(request):
    """The queue as a file: all of it, as it is filtered."""
    today = timezone.localdate()
    form = ReviewFilterForm(request.GET)
    found = facts_to_review(request.user, today=today, state=form.chosen)
    rows = review_rows(found, user=request.user, today=today)
    response = StreamingHttpResponse(
        csv_lines(_report_lines(rows, get_language())),
        content_type="text/csv; charset=utf-8",
    )
    name = f"relay-facts-{today.isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _report_lines(rows, language):
    # The lines are written after the request's language is gone.
    with override(language):
        yield (
            _("Key"),
            _("Statement"),
            _("Languages"),
            _("Owner"),
            _("Source"),
            _("Address of the source"),
            _("Date of the source"),
            _("Valid from"),
            _("Review before"),
            _("State"),
            _("Lessons"),
            _("Questions"),
        )
        for row in rows:
            fact = row.fact
            yield (
                fact.key,
                fact.text,
                " ".join(row.languages),
                fact.owner.name,
                fact.source_title,
                fact.source_url,
                fact.source_date.isoformat(),
                fact.valid_from.isoformat(),
                fact.review_by.isoformat(),
                row.state.label,
                row.lessons,
                row.questions,
            )


@require_safe
def uses(request, pk):
    """What uses a fact; and once it is replaced, what shows the new one and which
    editions are to be released."""
    fact = _own_fact(request, pk)
    rows = in_every_language(fact)
    new = replacing.successor_of(fact)
    told = uses_of(rows, user=request.user)
    successors = in_every_language(new) if new else []
    after = uses_of(successors, user=request.user) if new else []
    return TemplateResponse(
        request,
        "courses/admin/fact_uses.html",
        {
            "fact": fact,
            "new": new,
            "named": [use for use in told if use.is_named],
            "unnamed": unnamed_count(told),
            "courses": [
                {"affected": affected, "release_url": _release_url(affected, fact)}
                for affected in affected_courses(after, user=request.user)
            ],
        },
    )


def _release_url(affected, fact) -> str:
    """Where a minor edition is released that says what it corrects; "" for a person who
    releases none of this course."""
    if not affected.may_release:
        return ""
    note = _("A fact is replaced by newer information: “%(fact)s”") % {"fact": fact}
    proposal = urlencode({"significance": Significance.MINOR.value, "note": note})
    return f"{reverse('course_release', args=[affected.course.pk])}?{proposal}"


@require_POST
def confirm(request, pk):
    """Somebody looked at a fact again, and it is still true."""
    fact = _own_fact(request, pk)
    form = ConfirmFactForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say until which day. Nothing was changed."))
        return _back(request)
    try:
        is_published = confirming.confirm_fact(
            fact,
            until=form.cleaned_data["until"],
            actor=request.user,
            now=timezone.now(),
        )
    except DomainError as problem:
        messages.error(request, problem.message)
    else:
        told = (
            _("Reviewed: “%(fact)s” has a new review date.")
            if is_published
            else _(
                "The new review date of “%(fact)s” is saved as a draft. Somebody who may "
                "publish facts has to approve it."
            )
        )
        messages.success(request, told % {"fact": fact})
    return _back(request)


def _back(request):
    form = ReviewFilterForm(request.POST)
    asked = f"?{urlencode({'state': form.chosen})}" if form.chosen else ""
    return redirect(f"{reverse('fact_review')}{asked}")


@require_http_methods(["GET", "HEAD", "POST"])
def replace(request, pk):
    """Choose a fact that comes in the place of another, see what that does, do it."""
    old = _own_fact(request, pk)
    given = request.POST if request.method == "POST" else request.GET
    form = ReplaceFactForm(
        given if "new" in given else None, old=old, user=request.user
    )
    plan, problem, courses = None, "", []
    if form.is_valid():
        new = form.cleaned_data["new"]
        try:
            if request.method == "POST":
                done = replacing.replace_fact(
                    old, new, actor=request.user, now=timezone.now()
                )
                messages.success(request, _summary(done))
                return redirect("fact_uses", pk)
            plan = replacing.plan_replacement(old, new, actor=request.user)
        except DomainError as error:
            problem = error.message
        else:
            shown = [*(change.use for change in plan.lessons), *plan.others]
            courses = affected_courses(shown, user=request.user)
    return TemplateResponse(
        request,
        "courses/admin/fact_replace.html",
        {
            "fact": old,
            "form": form,
            "plan": plan,
            "problem": problem,
            "courses": courses,
        },
    )


def _summary(done: replacing.Replacement) -> str:
    published = done.count(ReplacementStep.PUBLISH)
    drafts = done.count(ReplacementStep.DRAFT, ReplacementStep.BESIDE)
    parts = [
        _("The fact is replaced.")
        if done.is_published
        else _("The replacement is saved as a draft of the fact.")
    ]
    if published:
        parts.append(
            ngettext(
                "%(count)s lesson is published with the new one.",
                "%(count)s lessons are published with the new one.",
                published,
            )
            % {"count": published}
        )
    if drafts:
        parts.append(
            ngettext(
                "%(count)s lesson has it in a draft that waits for publication.",
                "%(count)s lessons have it in a draft that waits for publication.",
                drafts,
            )
            % {"count": drafts}
        )
    return " ".join(parts)


def _own_fact(request, pk) -> Fact:
    return get_object_or_404(
        own_facts(request.user).select_related("owner", "locale"), pk=pk
    )
