"""Forms of what an organisation adds to courses."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.domain.manifest import outline_of
from courses.domain.overlays.placing import (
    courses_to_overlay,
    own_lessons,
    own_organisations,
)
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
        self.fields["course"].queryset = offered


class PlaceLessonForm(forms.Form):
    """Which local lesson stands where."""

    lesson_key = forms.ChoiceField(label=_("Local lesson"))
    side = forms.ChoiceField(label=_("Where"), choices=Side.choices, initial=Side.AFTER)
    anchor = forms.ChoiceField(label=_("This part of the course"))

    def __init__(self, *args, overlay, language, **kwargs):
        super().__init__(*args, **kwargs)
        titles = {}
        for lesson in own_lessons(overlay).order_by("key", "locale__language_code"):
            titles.setdefault(str(lesson.translation_key), str(lesson))
        self.fields["lesson_key"].choices = list(titles.items())
        outline = outline_of(overlay.course.current_edition_id)
        spoken = outline.language_for(language)
        self.fields["anchor"].choices = [
            (
                module["title"][spoken],
                [(a["key"], a["title"][spoken]) for a in module["activities"]],
            )
            for module in outline.modules
        ]
