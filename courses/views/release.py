"""Releasing an edition from the content admin: have it put together, look at what it
would hold and whom it concerns, then the act."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from courses.domain.balance import release_problems
from courses.domain.editions.affected import affected_by_release
from courses.domain.editions.drafting import stamp_of
from courses.domain.editions.findings import pages_of
from courses.domain.editions.preparing import ask_for_preparation
from courses.domain.editions.releasing import release_prepared
from courses.domain.languages.board import board_languages
from courses.domain.reviewing.releases import without_review_of
from courses.enums import PreparationState
from courses.forms import ReleaseForm
from courses.models import Course, Preparation
from courses.rules import can_release_edition
from courses.views.long_work import progress_answer
from lms.errors import DomainError

# Another page may propose an edition and say why; a person decides here.
PROPOSED = ("significance", "note")


def _own_course(request, pk) -> Course:
    course = get_object_or_404(Course.objects.select_related("current_edition"), pk=pk)
    if not can_release_edition(request.user, course):
        raise Http404
    return course


def _preparation_of(course: Course) -> Preparation | None:
    return Preparation.objects.filter(course=course).select_related("asked_by").first()


def _proposed(request) -> dict[str, str]:
    return {name: request.GET[name] for name in PROPOSED if name in request.GET}


@require_http_methods(["GET", "POST"])
def release(request, pk):
    """Show what the next edition would hold and whom it concerns, and release it."""
    course = _own_course(request, pk)
    preparation = _preparation_of(course)
    is_ready = bool(preparation) and preparation.state == PreparationState.READY
    form = None
    if is_ready:
        form = ReleaseForm(
            request.POST or None,
            languages=preparation.languages,
            proposed=_proposed(request),
            audience=course.audience,
        )
    if request.method == "POST":
        if form is None or request.POST.get("preparation") != str(preparation.pk):
            messages.error(request, _not_this_one(preparation))
            return redirect("course_release", pk)
        if form.is_valid() and _release(request, preparation, form):
            return redirect("course_release", pk)
    return TemplateResponse(
        request,
        "courses/admin/release.html",
        {
            "course": course,
            "form": form,
            "preparation": preparation,
            "is_ready": is_ready,
            "staying_out": _staying_out(course, preparation) if is_ready else [],
            "is_stale": is_ready and preparation.stamp != stamp_of(course),
            "proposed": urlencode(_proposed(request)),
            "imbalances": release_problems(course),
            "checklist": pages_of(preparation.findings) if preparation else None,
            "without_review": without_review_of(course),
            "affected": affected_by_release(
                course, day=timezone.localdate(), order=request.GET.get("order", "")
            ),
            "order": request.GET.get("order") or "0",
            "editions": course.editions.select_related("released_by"),
        },
    )


def _staying_out(course: Course, preparation: Preparation) -> list[dict]:
    """The languages that do not join what is put together: why, and whether the present
    edition has them, so that the course would lose them."""
    now_there = course.current_edition.languages if course.current_edition else []
    return [
        {
            "language": code,
            "reasons": preparation.problems.get(code)
            or [_("The course page is not published in this language.")],
            "leaves": code in now_there,
        }
        for code in board_languages()
        if code not in preparation.languages
    ]


def _not_this_one(preparation: Preparation | None) -> str:
    if preparation and preparation.state == PreparationState.RELEASED:
        return _("It was released meanwhile, as edition %(number)s.") % {
            "number": preparation.edition.number
        }
    return _("Somebody has it put together afresh. Look at it again.")


def _release(request, preparation, form) -> bool:
    """Whether it came to an edition; else the form says why not."""
    try:
        edition = release_prepared(
            preparation,
            significance=form.cleaned_data["significance"],
            notes=form.notes,
            words_reason=form.cleaned_data.get("words_reason", ""),
            actor=request.user,
            now=timezone.now(),
        )
    except DomainError as problem:
        form.add_error(None, problem.message)
        return False
    messages.success(
        request,
        _("Edition %(number)s is released in: %(languages)s.")
        % {"number": edition.number, "languages": ", ".join(edition.languages)},
    )
    return True


@require_POST
def prepare(request, pk):
    """Have the next edition put together, and come back to look at it."""
    course = _own_course(request, pk)
    ask_for_preparation(course, actor=request.user, now=timezone.now())
    address = reverse("course_release", args=[pk])
    proposed = urlencode(_proposed(request))
    return redirect(f"{address}?{proposed}" if proposed else address)


@require_safe
def progress(request, pk):
    """How far it is, for the page's script."""
    preparation = _preparation_of(_own_course(request, pk))
    is_under_way = (
        preparation is not None and preparation.state == PreparationState.UNDER_WAY
    )
    return progress_answer(
        preparation if is_under_way else None,
        _("%(done)s of %(total)s put together"),
    )
