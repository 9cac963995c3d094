from django import forms
from django.utils.translation import gettext_lazy as _

from tracking.forms.requirements import CourseField


class SuggestionForm(forms.Form):
    """Which course to put before people."""

    def __init__(self, *args, language: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["suggested"] = CourseField(
            label=_("Course"),
            help_text=_("Who is asked it anyway is left out."),
            language=language,
            empty_label=_("Choose a course"),
        )
