from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from organisations.forms.fields import SectorField
from organisations.models import Organisation, Sector
from tracking.domain.coverage import Narrowing
from tracking.domain.queries import course_title
from tracking.domain.requirements import LONGEST_DUE_DAYS, LONGEST_RENEW_MONTHS
from tracking.enums import Standing


class CoverageForm(forms.Form):
    """Which of an organisation's people to look at, and on which day."""

    q = forms.CharField(label=_("Name"), max_length=80, required=False)
    sector = SectorField(
        label=_("Sector"), empty_label=_("Every sector"), required=False
    )
    department = forms.ModelChoiceField(
        label=_("Department"),
        queryset=Organisation.objects.none(),
        to_field_name="code",
        empty_label=_("Every department"),
        required=False,
    )
    on = forms.DateField(
        label=_("On which day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )
    standing = forms.ChoiceField(
        choices=[("", ""), *Standing.choices],
        required=False,
        widget=forms.HiddenInput,
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput)
    course = forms.SlugField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, organisation: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Organisation.objects.within(
            organisation
        ).exclude(pk=organisation.pk)

    def clean_on(self) -> date | None:
        day = self.cleaned_data["on"]
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError(
                _("Nobody knows yet. Choose today or an earlier day.")
            )
        return day

    @property
    def day(self) -> date:
        """The day asked for; today when none or no possible one was."""
        return self.cleaned_data.get("on") or timezone.localdate()

    @property
    def narrowing(self) -> Narrowing:
        """What was asked for, as far as it is possible."""
        data = self.cleaned_data
        sector = data.get("sector")
        return Narrowing(
            standing=data.get("standing", ""),
            sector=sector.pk if sector else "",
            department=data.get("department"),
            search=data.get("q", ""),
        )


class CourseField(forms.ModelChoiceField):
    """A released course by its title in the language of the page."""

    def __init__(self, *, language: str, **kwargs):
        super().__init__(
            queryset=Course.objects.to_be_required(), to_field_name="code", **kwargs
        )
        self._language = language

    def label_from_instance(self, obj: Course) -> str:
        return course_title(obj, self._language)


class RequirementForm(forms.Form):
    """What an organisation asks of its people in a sector."""

    sector = SectorField(label=_("Of whom"))
    due_days = forms.IntegerField(
        label=_("Due after how many days"),
        help_text=_("Counted from the day a person comes to work with you."),
        min_value=1,
        max_value=LONGEST_DUE_DAYS,
        initial=60,
    )
    renew_months = forms.IntegerField(
        label=_("Again after how many months"),
        help_text=_("Empty: when the certificate runs out."),
        min_value=1,
        max_value=LONGEST_RENEW_MONTHS,
        required=False,
    )

    field_order = ["course", "sector", "due_days", "renew_months"]

    def __init__(self, *args, language: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["course"] = CourseField(
            label=_("Course"), language=language, empty_label=_("Choose a course")
        )
        self.fields["sector"].queryset = Sector.objects.filter(gives_certificate=True)
        self.order_fields(self.field_order)
