"""What learners think of a lesson: said at its end, read and handled by its authors."""

from django.contrib import messages
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from courses.domain.feedback import giving, handling, reading
from courses.forms import FeedbackFilterForm
from courses.parts import Refused
from courses.views.places import gone, place_on_way
from courses.views.player import lesson_page
from courses.views.sign_in import sign_in_first
from lms.errors import DomainError
from lms.spreadsheet import csv_lines

# What somebody typed that was refused, in their session until it is shown again.
TYPED = "courses.feedback.typed"


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_first("courses:play", "code", "key")
def give(request, code, key):
    """A learner says what they think of a lesson; again replaces it."""
    lesson = f"{reverse('courses:play', args=[code, key])}#feedback"
    if request.method != "POST":
        # A page that says what was not kept was loaded again.
        return redirect(lesson)
    enrolment, place = place_on_way(request, code, key)
    if enrolment is None:
        return redirect("courses:course", code)
    if place is None or place.activity["kind"] != "lesson":
        return gone(request, code)
    said = {name: request.POST.get(name, "") for name in ("useful", "clear", "text")}
    said["is_wrong"] = "is_wrong" in request.POST
    try:
        giving.give(
            place.activity["key"],
            enrolment=enrolment,
            language=place.way.language,
            confirmation=request.POST.get("confirm", ""),
            now=timezone.now(),
            **said,
        )
    except DomainError as problem:
        refused = Refused.because(problem, **said)
        return lesson_page(
            request, code, enrolment, place, feedback_refused=refused, status=400
        )
    messages.success(request, _("Thank you. The authors read it without your name."))
    return redirect(lesson)


# --- In the content admin -----------------------------------------------------------


@require_safe
def overview(request):
    """The lessons of a person's own courses of which something was said."""
    form = FeedbackFilterForm(request.GET, user=request.user)
    return TemplateResponse(
        request,
        "courses/admin/feedback/overview.html",
        {
            "form": form,
            "query": request.GET.urlencode(),
            "rows": reading.lesson_rows(
                request.user, **form.chosen, language=get_language()
            ),
            "least": reading.LEAST,
        },
    )


@require_safe
def lesson(request, key):
    """What was said of one lesson: figures, and texts to moderate and to handle."""
    row = next(
        (
            row
            for row in reading.lesson_rows(request.user, language=get_language())
            if row.activity_key == str(key)
        ),
        None,
    )
    if row is None:
        raise Http404
    return TemplateResponse(
        request,
        "courses/admin/feedback/lesson.html",
        {
            "row": row,
            "texts": reading.texts_of(request.user, row.activity_key),
            "may_moderate": reading.may_moderate(request.user, row.course.pk),
            "least": reading.LEAST,
            "typed": request.session.pop(TYPED, None),
        },
    )


@require_POST
def act(request, pk):
    """Pass or withhold a text that waits, or say what was changed because of one."""
    text = get_object_or_404(reading.texts_of(request.user), pk=pk)
    there = redirect("feedback_lesson", text.activity_id)
    now = timezone.now()
    if "handle" in request.POST:
        try:
            handling.handle(
                text,
                what_changed=request.POST.get("what_changed", ""),
                actor=request.user,
                now=now,
            )
        except DomainError as problem:
            messages.error(request, problem.message)
            # What was typed is shown again where it was typed.
            request.session[TYPED] = {
                "text": str(text.pk),
                "words": request.POST.get("what_changed", ""),
            }
        return there
    if not reading.may_moderate(request.user, text.activity.course_id):
        raise Http404
    handling.moderate(text, passes="pass" in request.POST, actor=request.user, now=now)
    return there


@require_safe
def report(request):
    """Figures and texts as a file. Texts stand apart from the figures, so that nobody's
    answers can be laid beside their words."""
    form = FeedbackFilterForm(request.GET, user=request.user)
    rows = reading.lesson_rows(request.user, **form.chosen, language=get_language())
    keys = [row.activity_key for row in rows]
    texts = reading.passed_texts(request.user, keys)
    response = StreamingHttpResponse(
        csv_lines(_report_lines(rows, texts, get_language())),
        content_type="text/csv; charset=utf-8",
    )
    name = f"relay-feedback-{timezone.localdate().isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _report_lines(rows, texts, language):
    # The lines are written after the request's language is gone.
    with override(language):
        figures = {
            "useful_yes": _("Useful"),
            "useful_partly": _("Useful in part"),
            "useful_no": _("Not useful"),
            "clear_yes": _("Clear"),
            "clear_partly": _("Clear in part"),
            "clear_no": _("Not clear"),
            "wrong": _("Something is wrong"),
        }
        yield (_("Course"), _("Lesson"), _("People"), *figures.values())
        for row in rows:
            numbers = row.answers or dict.fromkeys(figures, "")
            yield (
                row.course.code,
                row.title,
                row.people,
                *(numbers[name] for name in figures),
            )
        yield ()
        yield (
            _("Course"),
            _("Lesson"),
            _("Edition"),
            _("Language"),
            _("Month"),
            _("Text"),
            _("What was changed"),
        )
        titles = {row.activity_key: row.title for row in rows}
        for text in texts:
            yield (
                text.activity.course.code,
                titles[str(text.activity_id)],
                text.edition.number,
                text.language,
                date_format(text.month, "YEAR_MONTH_FORMAT"),
                text.text,
                text.what_changed,
            )
