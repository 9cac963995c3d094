"""Forms of what an organisation adds to courses."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courses.domain.manifest import Outline, outline_of, outlines_of
from courses.domain.overlays.placing import (
    courses_to_overlay,
    own_lessons,
    own_organisations,
)
from courses.domain.overlays.vignettes import blocks_in, is_lesson, own_vignettes
from courses.enums import Side
from courses.models import Course


class BeginOverlayForm(forms.Form):
    """To which course an organisation adds something of its own."""

    organisation = forms.ModelChoiceField(label=_("For"), queryset=None)
    course = forms.ModelChoiceField(label=_("Course"), queryset=None)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        places = own_organisations(user)
        offered = Course.objects.none()
        for place in places:
            offered |= Course.objects.filter(
                pk__in=courses_to_overlay(place).values("pk")
            )
        self.fields["organisation"].queryset = places
        self.fields["organisation"].initial = places.first()
        course = self.fields["course"]
        course.queryset = offered
        outlines = outlines_of(offered.values_list("current_edition", flat=True))
        course.label_from_instance = lambda one: _title(
            outlines[one.current_edition_id]
        )


def _title(outline: Outline) -> str:
    return outline.title(outline.language_for(get_language()))


class MoveLessonForm(forms.Form):
    """Where a local lesson stands."""

    side = forms.ChoiceField(label=_("Where"), choices=Side.choices, initial=Side.AFTER)
    anchor = forms.ChoiceField(label=_("This part of the course"))

    def __init__(self, *args, overlay, language, **kwargs):
        super().__init__(*args, **kwargs)
        outline = outline_of(overlay.course.current_edition_id)
        spoken = outline.language_for(language)
        self.fields["anchor"].choices = [
            (
                module["title"][spoken],
                [(a["key"], a["title"][spoken]) for a in module["activities"]],
            )
            for module in outline.modules
        ]


class PlaceLessonForm(MoveLessonForm):
    """Which local lesson stands where."""

    lesson_key = forms.ChoiceField(label=_("Local lesson"))

    field_order = ["lesson_key"]

    def __init__(self, *args, overlay, language, **kwargs):
        super().__init__(*args, overlay=overlay, language=language, **kwargs)
        self.fields["lesson_key"].choices = _titles(own_lessons(overlay))


class ChooseLessonForm(forms.Form):
    """In which lesson of the course a vignette stands."""

    lesson = forms.ChoiceField(label=_("Lesson of the course"))

    def __init__(self, *args, overlay, language, **kwargs):
        super().__init__(*args, **kwargs)
        outline = outline_of(overlay.course.current_edition_id)
        spoken = outline.language_for(language)
        modules = [
            (
                module["title"][spoken],
                [
                    (activity["key"], activity["title"][spoken])
                    for activity in module["activities"]
                    if is_lesson(activity)
                ],
            )
            for module in outline.modules
        ]
        self.fields["lesson"].choices = [one for one in modules if one[1]]


class PlaceVignetteForm(forms.Form):
    """Which local vignette stands where in a lesson."""

    vignette_key = forms.ChoiceField(label=_("Vignette"))
    side = forms.ChoiceField(label=_("Where"), choices=Side.choices, initial=Side.AFTER)
    block = forms.ChoiceField(label=_("This part of the lesson"))

    def __init__(self, *args, overlay, lesson, language, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["vignette_key"].choices = _titles(own_vignettes(overlay))
        edition_id = overlay.course.current_edition_id
        spoken = outline_of(edition_id).language_for(language)
        blocks = blocks_in(edition_id, [lesson], language=spoken).get(lesson, {})
        self.fields["block"].choices = [
            (block.id, f"{number}. {block}")
            for number, block in enumerate(blocks.values(), start=1)
        ]


def _titles(things) -> list[tuple[str, str]]:
    """(key, title) of things that have a row per language, each once."""
    titles: dict[str, str] = {}
    for thing in things.order_by("key", "locale__language_code"):
        titles.setdefault(str(thing.translation_key), str(thing))
    return list(titles.items())
