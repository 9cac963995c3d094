from django import forms
from django.utils.translation import gettext_lazy as _

from courses.domain.feedback.reading import own_courses
from courses.models import Course


class FeedbackFilterForm(forms.Form):
    """Which lessons the list of feedback shows; all of one's own, if not asked."""

    course = forms.ModelChoiceField(
        label=_("Course"),
        queryset=Course.objects.none(),
        required=False,
        empty_label=_("All my courses"),
    )
    state = forms.ChoiceField(
        label=_("Show"),
        choices=[
            ("", _("Everything")),
            ("open", _("With texts to handle")),
            ("waiting", _("With texts to moderate")),
        ],
        required=False,
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = own_courses(user)

    @property
    def chosen(self) -> dict:
        """`course_id` and `state`; what cannot be chosen counts for nothing."""
        self.is_valid()
        course = self.cleaned_data.get("course")
        return {
            "course_id": course and course.pk,
            "state": self.cleaned_data.get("state", ""),
        }
