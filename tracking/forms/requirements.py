from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from organisations.forms.fields import SectorField
from organisations.models import Sector
from tracking.domain.queries import course_title
from tracking.domain.requirements import (
    LONGEST_DUE_DAYS,
    LONGEST_GRACE_DAYS,
    LONGEST_RENEW_MONTHS,
)
from tracking.forms.fields import DayField


class CoursesField(forms.ModelMultipleChoiceField):
    """Some released courses by their titles in the language of the page."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, language: str, **kwargs):
        super().__init__(
            queryset=Course.objects.to_be_required(), to_field_name="code", **kwargs
        )
        self._language = language

    def label_from_instance(self, obj: Course) -> str:
        return course_title(obj, self._language)


class CourseField(forms.ModelChoiceField):
    """A released course by its title in the language of the page."""

    def __init__(self, *, language: str, **kwargs):
        super().__init__(
            queryset=Course.objects.to_be_required(), to_field_name="code", **kwargs
        )
        self._language = language

    def label_from_instance(self, obj: Course) -> str:
        return course_title(obj, self._language)


def _languages() -> list[tuple[str, str]]:
    names = settings.RELAY_LANGUAGE_NAMES
    return [("", _("Every language")), *names.items()]


class RequirementForm(forms.Form):
    """What an organisation asks of its people in a sector."""

    sector = SectorField(label=_("Of whom"))
    function = forms.CharField(
        label=_("Only of those with this function"),
        help_text=_("As it is written where they work. Empty: of everybody."),
        max_length=80,
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Only of those who learn in"),
        choices=_languages,
        required=False,
    )
    due_on = DayField(
        label=_("Due on"),
        help_text=_("One day for everybody. Empty: so many days after they come."),
        required=False,
    )
    due_days = forms.IntegerField(
        label=_("Due after how many days"),
        help_text=_(
            "Counted from the day a person comes to work with you; with a fixed day, "
            "for those who come after it."
        ),
        min_value=1,
        max_value=LONGEST_DUE_DAYS,
        initial=60,
    )
    grace_days = forms.IntegerField(
        label=_("Late only after so many days more"),
        help_text=_("The day it is due stays as it is shown."),
        min_value=0,
        max_value=LONGEST_GRACE_DAYS,
        initial=0,
        required=False,
    )
    renew_months = forms.IntegerField(
        label=_("Again after how many months"),
        help_text=_("Empty: when the certificate runs out."),
        min_value=1,
        max_value=LONGEST_RENEW_MONTHS,
        required=False,
    )

    accepted_months = forms.IntegerField(
        label=_("For how many months another course is enough"),
        help_text=_("Counted from its certificate. Empty: while that is valid."),
        min_value=1,
        max_value=LONGEST_RENEW_MONTHS,
        required=False,
    )

    field_order = [
        "course",
        "accepted",
        "accepted_months",
        "sector",
        "function",
        "language",
        "due_on",
        "due_days",
        "grace_days",
        "renew_months",
    ]

    def clean_grace_days(self) -> int:
        return self.cleaned_data["grace_days"] or 0

    def __init__(self, *args, language: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["course"] = CourseField(
            label=_("Course"), language=language, empty_label=_("Choose a course")
        )
        self.fields["accepted"] = CoursesField(
            label=_("Enough as well"),
            help_text=_(
                "Who has a certificate or an attendance statement of one of these need "
                "not do the course."
            ),
            language=language,
            required=False,
        )
        self.fields["sector"].queryset = Sector.objects.filter(gives_certificate=True)
        self.order_fields(self.field_order)
