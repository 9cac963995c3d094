from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from courses.domain.authoring import add_course_page
from courses.domain.desk.drafts import kinds_of_drafts
from courses.domain.facts.replacing import candidates
from courses.enums import DraftsOf, ReviewState, Significance
from courses.models import CatalogueIndexPage, Course, Fact
from organisations.forms.content import OwnedModelForm


class ReleaseForm(forms.Form):
    """How much an edition changes, and what learners are told about it."""

    significance = forms.ChoiceField(
        label=_("How much changes"),
        choices=Significance.choices,
        widget=forms.RadioSelect,
        initial=Significance.MINOR,
    )
    note = forms.CharField(
        label=_("What changed, in a sentence learners can read"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=1000,
    )

    def clean(self):
        cleaned = super().clean()
        material = cleaned.get("significance") == Significance.MATERIAL
        if material and not cleaned.get("note", "").strip():
            self.add_error("note", _("Say what changed: it concerns people certified."))
        return cleaned


class ReviewFilterForm(forms.Form):
    """Which facts the review queue shows; everything to be reviewed, if not asked."""

    state = forms.ChoiceField(
        label=_("Show"),
        choices=[("", _("Everything to review")), *ReviewState.choices],
        required=False,
    )

    @property
    def chosen(self) -> str:
        """A ReviewState, or "" for everything; also for a word that is neither."""
        return self.cleaned_data.get("state", "") if self.is_valid() else ""


class DraftFilterForm(forms.Form):
    """Which drafts a list shows: one's own, if not asked for others."""

    whose = forms.ChoiceField(
        label=_("Whose"), choices=DraftsOf.choices, required=False
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("Every language")), *settings.LANGUAGES],
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [
            ("", _("Everything")),
            *(
                (name, capfirst(model._meta.verbose_name_plural))
                for name, model in kinds_of_drafts().items()
            ),
        ]

    @property
    def chosen(self) -> dict[str, str]:
        """What narrows the list; a word that is no choice narrows nothing."""
        given = self.cleaned_data if self.is_bound and not self.errors else {}
        return {
            "whose": given.get("whose") or DraftsOf.MINE,
            "kind": given.get("kind", ""),
            "language": given.get("language", ""),
        }


class ConfirmFactForm(forms.Form):
    """Until when a fact is taken to be true. The domain knows which days will do."""

    until = forms.DateField(label=_("Still true until"))


class FactChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return f"{obj.key}: {obj}"


class ReplaceFactForm(forms.Form):
    """Which fact comes in the place of another."""

    new = FactChoiceField(label=_("New fact"), queryset=Fact.objects.none())

    def __init__(self, *args, old: Fact, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new"].queryset = candidates(old, user=user)


class CourseForm(OwnedModelForm):
    """What a course is apart from its pages. The code is in addresses: it stays."""

    class Meta:
        model = Course
        fields = ["owner", "sectors", "prerequisites", "is_open"]
        widgets = {
            "sectors": forms.CheckboxSelectMultiple,
            "prerequisites": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        first = self.fields["prerequisites"]
        # Besides one's own, what everybody may take.
        first.queryset = Course.objects.filter(
            Q(pk__in=first.queryset.values("pk"))
            | Q(pk__in=Course.objects.open_to_all().values("pk"))
        ).exclude(pk=self.instance.pk)


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
