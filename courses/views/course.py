"""The catalogue and the course page: what one learns, what counts, what is left."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_POST,
    require_safe,
)

from courses.domain import enrolment as enrolments
from courses.domain import player
from courses.domain.editions.moving import offer_of, undoable_move
from courses.domain.equivalents import others_of
from courses.domain.manifest import outline_of, outlines_of
from courses.domain.paths import paths_for
from courses.domain.programmes import recognitions_of, wholes_of
from courses.domain.progress import (
    Way,
    way_through,
)
from courses.domain.queries import catalogue as catalogue_of
from courses.domain.queries import certifies, enrolment_for, with_certificate
from courses.models import Course, Programme
from courses.views.sign_in import sign_in_first
from courses.views.steps import path_of
from lms.errors import DomainError
from lms.texts import Spoken, said
from organisations.context_processors import shell
from organisations.enums import Role
from organisations.models import Sector

# What the page of a course shows beside it, seen from an enrolment.
SHOWN = ("course__owner", "course__provider", "course__trainer_course")


@require_safe
def catalogue(request):
    """Courses one can take, for a sector when one is asked for."""
    sectors = {sector.pk: sector for sector in Sector.objects.all()}
    sector = sectors.get(request.GET.get("sector", ""))
    shown = [
        course
        for course in catalogue_of(request.user)
        if not sector or sector in (course.sectors.all() or [sector])
    ]
    outlines = outlines_of([course.current_edition_id for course in shown])
    known_as = sector.pk if sector else getattr(request.user, "sector_id", None)
    certified = with_certificate(shown, [known_as])
    cards = []
    for course in shown:
        outline = outlines[course.current_edition_id]
        language = outline.language_for(get_language())
        cards.append(
            {
                "course": course,
                "title": outline.title(language, [known_as]),
                "summary": Spoken(outline.course["summary"][language], language),
                "minutes": outline.minutes_for([sector.pk] if sector else ()),
                "languages": outline.languages,
                "gives_certificate": course.pk in certified,
            }
        )
    return render(
        request,
        "courses/catalogue.html",
        {
            "cards": cards,
            "sectors": sectors.values(),
            "sector": sector,
            "programmes": _named(Programme.objects.published(), "names"),
            "paths": _named(paths_for(sector and sector.pk), "titles"),
        },
    )


def _named(found, texts: str) -> list[dict]:
    """Programmes or paths by their names in the language of the page."""
    return [
        {"code": one.code, "name": said(getattr(one, texts), get_language())}
        for one in found
    ]


@require_safe
def course(request, code):
    """A course: what one learns, what counts, what is left."""
    enrolment = enrolment_for(request.user, code, *SHOWN)
    if enrolment:
        found = enrolment.course
        way = way_through(enrolment, language=get_language())
    else:
        found = get_object_or_404(
            Course.objects.released().select_related(*(n[8:] for n in SHOWN)),
            code=code,
        )
        if not enrolments.may_see(request.user, found):
            raise Http404
        way = _unstarted_way(found, request.user)
    asks_first = request.user.is_authenticated and not enrolment
    missing = _missing(request.user, found) if asks_first else []
    now = timezone.now()
    gives_certificate = certifies(found, way.sectors, now=now)
    ending = player.ending_of(enrolment, way, code, now=now) if enrolment else None
    path = path_of(
        way, code, is_enrolled=bool(enrolment), gives_certificate=gives_certificate
    )
    return render(
        request,
        "courses/course.html",
        {
            "course": found,
            "enrolment": enrolment,
            "way": way,
            "title": way.title,
            "fallback": way.fallback,
            "gives_certificate": gives_certificate,
            "path": path,
            "path_html": format_html_join("", "{}", ((step["html"],) for step in path)),
            "summary": way.text(way.outline.course["summary"]),
            "outcomes": way.outline.course["outcomes"].get(way.language, []),
            "edition": way.outline,
            "released_at": outline_of(found.current_edition_id).released_at,
            "others": [] if enrolment or missing else _others(request.user, found),
            "wholes": wholes_of(found, language=get_language(), now=now),
            "recognitions": recognitions_of(found, day=timezone.localdate()),
            "trainer_course": _trainer_course(request, found),
            "missing": missing,
            "offer": offer_of(enrolment, way) if enrolment else None,
            "may_undo_move": _may_undo_move(enrolment),
            "has_reflections": bool(enrolment) and enrolment.has_reflections,
            "reward": ending and ending.reward,
            "waiting": ending and ending.waiting,
            "may_begin_again": bool(enrolment)
            and way.is_complete
            and enrolments.is_time_again(enrolment),
        },
    )


def _trainer_course(request, found) -> dict | None:
    """The course by which one learns to give this one, for those who are trainers."""
    other = found.trainer_course
    if other is None or other.current_edition_id is None:
        return None
    memberships = shell(request)["shell"].memberships
    if not any(one.role == Role.TRAINER for one in memberships):
        return None
    return _links(request.user, [other])[0]


def _may_undo_move(enrolment) -> bool:
    """Whether the learner went over to this edition today and may go back."""
    if enrolment is None or outline_of(enrolment.edition_id).number == 1:
        return False
    return undoable_move(enrolment, now=timezone.now()) is not None


def _missing(user, found) -> list[dict]:
    """What comes before a course, with a link where the person can follow it."""
    wanted = enrolments.missing_prerequisites(user, found, now=timezone.now())
    return _links(user, wanted)


def _others(user, found) -> list[dict]:
    """The courses that one can do instead, as far as the person can see them."""
    others = others_of([found.pk], day=timezone.localdate()).get(found.pk, [])
    return [link for link in _links(user, others) if link["url"]]


def _links(user, courses) -> list[dict]:
    """The titles of courses, with a link where the person can follow it."""
    titles = enrolments.titles_of(
        courses, language=get_language(), sector=getattr(user, "sector_id", None)
    )
    return [
        {
            "title": titles[other.pk],
            "url": reverse("courses:course", args=[other.code])
            if other.current_edition_id and enrolments.may_see(user, other)
            else "",
        }
        for other in courses
    ]


def _unstarted_way(found, user):
    """The way of somebody who has not enrolled: nothing done, their own sector."""
    sector = getattr(user, "sector_id", None)
    return Way.along(
        outline_of(found.current_edition_id),
        [sector] if sector else [],
        set(),
        language=get_language(),
    )


@require_POST
@sign_in_first("courses:course", "code")
def enrol(request, code):
    """Begin a course; twice is once."""
    found = get_object_or_404(Course.objects.released(), code=code)
    try:
        enrolments.enrol(request.user, found, now=timezone.now())
    except DomainError as problem:
        messages.error(request, problem.message)
        page = reverse("courses:course", args=[code])
        if problem.code == "sector":
            profile = reverse("organisations:profile")
            return redirect(f"{profile}?{urlencode({'next': page})}")
        if not enrolments.may_see(request.user, found):
            return redirect("courses:catalogue")
        return redirect(page)
    return redirect("courses:resume", code)


@require_POST
@sign_in_first("courses:course", "code")
def again(request, code):
    """Do a completed course once more, when it is time."""
    enrolment = enrolment_for(request.user, code)
    if enrolment is None:
        raise Http404
    try:
        enrolments.begin_again(enrolment, now=timezone.now())
    except DomainError as problem:
        messages.info(request, problem.message)
    else:
        messages.success(
            request, _("You begin again. What you earned before stays yours.")
        )
    return redirect("courses:resume", code)
