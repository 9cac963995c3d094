from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from courses.domain.authoring import add_course_page
from courses.domain.order import refuse_circular_prerequisites
from courses.models import CatalogueIndexPage, Course
from lms.errors import DomainError
from organisations.forms.content import OwnedModelForm


class CourseForm(OwnedModelForm):
    """What a course is apart from its pages. The code is in addresses: it stays."""

    class Meta:
        model = Course
        fields = [
            "owner",
            "audience",
            "is_focused",
            "provider",
            "sectors",
            "prerequisites",
            "is_open",
            "trainer_course",
            "booster",
            "booster_weeks",
        ]
        widgets = {
            "sectors": forms.CheckboxSelectMultiple,
            "prerequisites": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("prerequisites", "trainer_course", "booster"):
            field = self.fields[name]
            # Besides one's own, what everybody may take.
            field.queryset = Course.objects.filter(
                Q(pk__in=field.queryset.values("pk"))
                | Q(pk__in=Course.objects.open_to_all().values("pk"))
            ).exclude(pk=self.instance.pk)

    def clean_prerequisites(self):
        chosen = self.cleaned_data["prerequisites"]
        try:
            refuse_circular_prerequisites(
                self.instance, chosen, day=timezone.localdate()
            )
        except DomainError as problem:
            raise forms.ValidationError(problem.message, code=problem.code) from problem
        return chosen


class CourseCreationForm(CourseForm):
    """A new course, with the draft of its page in the language it is written in."""

    title = forms.CharField(label=_("Title"), max_length=120)
    language = forms.ModelChoiceField(
        label=_("Written in"), queryset=Locale.objects.none(), empty_label=None
    )
    field_order = ["title", "language", "code"]

    class Meta(CourseForm.Meta):
        fields = ["code", *CourseForm.Meta.fields]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        catalogues = CatalogueIndexPage.objects.values("locale")
        self.fields["language"].queryset = Locale.objects.filter(pk__in=catalogues)

    def save(self, commit=True):
        course = super().save(commit)
        add_course_page(
            course,
            title=self.cleaned_data["title"],
            locale=self.cleaned_data["language"],
            actor=self.for_user,
        )
        return course
