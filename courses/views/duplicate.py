"""A course made from another, in the content admin."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_safe,
)

from courses.domain.duplicating import ask_for_copy
from courses.enums import DuplicationState
from courses.forms import DuplicateForm
from courses.models import Course
from courses.rules import can_duplicate
from courses.views.faces import first_face, first_faces, url_of
from courses.views.long_work import copying_answer
from lms.errors import DomainError

# Copies of a course that its page lists, the newest first.
SHOWN = 10


@require_http_methods(["GET", "HEAD", "POST"])
def duplicate(request, pk):
    """Ask what the copy is called and whose it is, then have it made."""
    course = _own_course(request, pk)
    face = first_face(course)
    form = DuplicateForm(
        request.POST or None,
        user=request.user,
        initial={"title": face.title if face else "", "owner": course.owner_id},
    )
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_copy(
                course, actor=request.user, now=timezone.now(), **form.cleaned_data
            )
        except DomainError as problem:
            form.add_error(
                "code" if problem.code == "code_taken" else None, problem.message
            )
        else:
            return redirect("course_copies", pk)
    return TemplateResponse(
        request,
        "courses/admin/duplicate.html",
        {
            "course": course,
            "form": form,
            "has_pages": face is not None,
            "has_copies": _copies_of(course).exists(),
        },
    )


@require_safe
def copies(request, pk):
    """The copies of a course: how far the one being made is, and what became of others."""
    course = _own_course(request, pk)
    found = list(_copies_of(course).select_related("target", "asked_by")[:SHOWN])
    faces = first_faces([one.target for one in found if one.target])
    return TemplateResponse(
        request,
        "courses/admin/copies.html",
        {
            "course": course,
            "copies": [
                {
                    "duplication": one,
                    "heading": f"copy-{one.pk}",
                    "is_under_way": one.state == DuplicationState.UNDER_WAY,
                    "url": url_of(faces.get(one.target.page_key))
                    if one.state == DuplicationState.DONE and one.target
                    else "",
                }
                for one in found
            ],
        },
    )


@require_safe
def copies_progress(request, pk):
    """How far the newest copy that is being made is, for the page's script."""
    course = _own_course(request, pk)
    one = _copies_of(course).filter(state=DuplicationState.UNDER_WAY).first()
    return copying_answer(one)


def _copies_of(course: Course):
    """Without the practice courses that are made from it: these are others' to see."""
    return course.duplications.filter(practice_for=None)


def _own_course(request, pk) -> Course:
    course = get_object_or_404(Course, pk=pk)
    if not can_duplicate(request.user, course):
        raise Http404
    return course
