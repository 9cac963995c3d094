"""What an organisation adds to courses, in the content admin: where it stands, what a
new edition of the course touched, and publishing it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from courses.domain.overlays import changes, desk, placing, publishing, vignettes
from courses.domain.overlays.vignettes import own_vignettes
from courses.enums import Side
from courses.forms import (
    BeginOverlayForm,
    ChooseLessonForm,
    MoveLessonForm,
    PlaceLessonForm,
    PlaceVignetteForm,
)
from courses.models import Overlay
from lms.errors import DomainError

# What of an overlay a new edition of the course can touch.
TOUCHABLE = ("placement", "switch", "vignette")


@require_safe
def index(request):
    """The person's overlays, and the courses to which they can add."""
    if not placing.own_organisations(request.user).exists():
        raise Http404
    return TemplateResponse(
        request,
        "courses/admin/overlays.html",
        {
            "rows": desk.overlay_rows(request.user, language=get_language()),
            "form": BeginOverlayForm(user=request.user),
        },
    )


@require_POST
def begin(request):
    """Add to a course for the first time."""
    form = BeginOverlayForm(request.POST, user=request.user)
    if not form.is_valid():
        raise Http404
    try:
        overlay = placing.begin_overlay(
            form.cleaned_data["organisation"],
            form.cleaned_data["course"],
            actor=request.user,
        )
    except DomainError as problem:
        messages.error(request, problem.message)
        return redirect("overlays")
    return redirect("overlay", overlay.pk)


@require_safe
def show(request, pk):
    """The course with what stands in it, what was touched, and what to publish."""
    overlay = _own(request, pk)
    language = get_language()
    modules, at_the_end = desk.desk_of(overlay, language=language)
    draft, problem = None, ""
    try:
        draft = publishing.draft_overlay(overlay)
    except DomainError as error:
        problem = error.message
    return TemplateResponse(
        request,
        "courses/admin/overlay.html",
        {
            "overlay": overlay,
            "title": desk.title_of(overlay, language=language),
            "modules": modules,
            "at_the_end": at_the_end,
            "form": PlaceLessonForm(overlay=overlay, language=language),
            "touches": desk.touch_rows(
                overlay, changes.touches_of([overlay]), language=language
            ),
            "has_vignettes": own_vignettes(overlay).exists(),
            "problem": problem,
            "is_up_to_date": draft is not None
            and publishing.is_up_to_date(overlay, draft),
            "editions": overlay.editions.select_related("released_by"),
        },
    )


@require_POST
def place(request, pk):
    """Put a local lesson beside a part of the course, or move it there."""
    overlay = _own(request, pk)
    form = PlaceLessonForm(request.POST, overlay=overlay, language=get_language())
    if not form.is_valid():
        messages.error(request, _("Choose a lesson and a place. Nothing was changed."))
        return redirect("overlay", pk)
    return _done(
        request,
        pk,
        lambda: placing.place_lesson(overlay, **form.cleaned_data, actor=request.user),
        _("It is placed. Learners see it there once you publish."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def move(request, pk, placement):
    """Give a local lesson another place, seeing where it stood."""
    overlay = _own(request, pk)
    found = get_object_or_404(overlay.placements, pk=placement)
    language = get_language()
    form = MoveLessonForm(
        request.POST or None,
        overlay=overlay,
        language=language,
        initial={"side": found.side, "anchor": str(found.anchor)},
    )
    if form.is_valid():
        return _done(
            request,
            pk,
            lambda: placing.place_lesson(
                overlay, found.lesson_key, **form.cleaned_data, actor=request.user
            ),
            _("It is placed. Learners see it there once you publish."),
        )
    rows = publishing.lessons_of(overlay).get(str(found.lesson_key), [])
    return _place_page(request, overlay, form, placed=desk.Placed(found, rows))


@require_http_methods(["GET", "HEAD", "POST"])
def vignette(request, pk):
    """Put a local vignette in a lesson of the course, or give it another place there."""
    overlay = _own(request, pk)
    language = get_language()
    asked = request.POST or request.GET
    lessons = ChooseLessonForm(asked, overlay=overlay, language=language)
    if not lessons.is_valid():
        lessons = ChooseLessonForm(overlay=overlay, language=language)
        return _place_page(request, overlay, None, lessons=lessons)
    lesson = lessons.cleaned_data["lesson"]
    placement = _placement_of(overlay, asked.get("vignette_key", ""))
    form = PlaceVignetteForm(
        request.POST or None,
        overlay=overlay,
        lesson=lesson,
        language=language,
        initial={
            "vignette_key": asked.get("vignette_key"),
            "side": placement.side if placement else Side.AFTER,
            "block": placement.block if placement else "",
        },
    )
    if form.is_valid():
        return _done(
            request,
            pk,
            lambda: vignettes.place_vignette(
                overlay, lesson=lesson, **form.cleaned_data, actor=request.user
            ),
            _("It is placed. Learners see it there once you publish."),
        )
    placed = None
    if placement:
        rows = publishing.vignettes_of(overlay).get(str(placement.vignette_key), [])
        placed = desk.Placed(placement, rows)
    return _place_page(request, overlay, form, placed=placed, lessons=lessons)


def _placement_of(overlay, vignette_key: str):
    """Where a vignette stands now; None for one that stands nowhere."""
    return next(
        (
            one
            for one in overlay.vignettes.all()
            if str(one.vignette_key) == vignette_key
        ),
        None,
    )


def _place_page(request, overlay, form, *, placed=None, lessons=None):
    stood = (
        desk.stood_beside(placed.placement, language=get_language()) if placed else ""
    )
    return TemplateResponse(
        request,
        "courses/admin/overlay_place.html",
        {
            "overlay": overlay,
            "title": desk.title_of(overlay, language=get_language()),
            "form": form,
            "placed": placed,
            "stood": stood,
            "lessons": lessons,
            "has_vignettes": own_vignettes(overlay).exists(),
        },
    )


@require_POST
def take_out_vignette(request, pk, vignette):
    """Take a local vignette out of its lesson."""
    found = get_object_or_404(_own(request, pk).vignettes, pk=vignette)
    return _done(
        request,
        pk,
        lambda: placing.remove_placement(found, actor=request.user),
        _("It is taken out. Learners see it until you publish."),
    )


@require_POST
def take_out(request, pk, placement):
    """Take a local lesson out of the course."""
    found = get_object_or_404(_own(request, pk).placements, pk=placement)
    return _done(
        request,
        pk,
        lambda: placing.remove_placement(found, actor=request.user),
        _("It is taken out. Learners see it until you publish."),
    )


@require_POST
def switch(request, pk, module):
    """Have an optional module on, off, or as those above have it."""
    overlay = _own(request, pk)
    is_on = {"on": True, "off": False}.get(request.POST.get("shown"))
    return _done(
        request,
        pk,
        lambda: placing.switch_module(overlay, module, is_on=is_on, actor=request.user),
        _("Kept. It is so for learners once you publish."),
    )


@require_POST
def decide(request, pk, thing, number):
    """What is to be done with something that a new edition of the course touched."""
    overlay = _own(request, pk)
    touch = next(
        (
            one
            for one in changes.touches_of([overlay])
            if thing in TOUCHABLE and getattr(getattr(one, thing), "pk", None) == number
        ),
        None,
    )
    if touch is None:
        raise Http404
    act = changes.remove if request.POST.get("act") == "remove" else changes.keep
    return _done(request, pk, lambda: act(touch, actor=request.user), _("Done."))


@require_POST
def publish(request, pk):
    """Let learners read what is placed."""
    overlay = _own(request, pk)
    return _done(
        request,
        pk,
        lambda: publishing.publish_overlay(
            overlay, actor=request.user, now=timezone.now()
        ),
        _("Published. Learners of your organisation read it now."),
    )


def _done(request, pk, act, told):
    try:
        act()
    except DomainError as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, told)
    return redirect("overlay", pk)


def _own(request, pk) -> Overlay:
    found = changes.with_what_they_hold().select_related("current_edition")
    mine = placing.own_overlays(request.user).values("pk")
    return get_object_or_404(found.filter(pk__in=mine), pk=pk)


# Of the content admin (courses.wagtail_hooks.overlays).
OVERLAY_URLS = [
    path("overlays/", index, name="overlays"),
    path("overlays/begin/", begin, name="overlay_begin"),
    path("overlays/<int:pk>/", show, name="overlay"),
    path("overlays/<int:pk>/place/", place, name="overlay_place"),
    path("overlays/<int:pk>/move/<int:placement>/", move, name="overlay_move"),
    path("overlays/<int:pk>/vignette/", vignette, name="overlay_vignette"),
    path(
        "overlays/<int:pk>/take-out-vignette/<int:vignette>/",
        take_out_vignette,
        name="overlay_take_out_vignette",
    ),
    path("overlays/<int:pk>/publish/", publish, name="overlay_publish"),
    path(
        "overlays/<int:pk>/take-out/<int:placement>/",
        take_out,
        name="overlay_take_out",
    ),
    path("overlays/<int:pk>/switch/<uuid:module>/", switch, name="overlay_switch"),
    path(
        "overlays/<int:pk>/decide/<slug:thing>/<int:number>/",
        decide,
        name="overlay_decide",
    ),
]
