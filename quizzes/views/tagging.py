"""Tagging the questions that are ticked in the list."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from quizzes.domain.tagging import tag_questions
from quizzes.models import Question


class TagForm(forms.Form):
    add = forms.CharField(
        label=_("Tags to add"),
        required=False,
        max_length=200,
        help_text=_("Short words with spaces between them."),
    )
    remove = forms.CharField(
        label=_("Tags to take off"), required=False, max_length=200
    )

    def clean(self):
        if not self.cleaned_data.get("add") and not self.cleaned_data.get("remove"):
            raise ValidationError(_("Write a tag to add or to take off."))
        return self.cleaned_data


class TagBulkAction(SnippetBulkAction):
    """ "Tags" below the list of questions."""

    display_name = _("Tags")
    action_type = "tag"
    aria_label = _("Tag the selected questions")
    template_name = "quizzes/admin/tag_many.html"
    action_priority = 10
    form_class = TagForm
    models = [Question]

    def check_perm(self, snippet):
        return self.permission_policy.user_has_permission_for_instance(
            self.request.user, "change", snippet
        )

    def get_execution_context(self):
        return {
            "actor": self.request.user,
            "add": self.cleaned_form.cleaned_data["add"],
            "remove": self.cleaned_form.cleaned_data["remove"],
        }

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except ValidationError as problem:
            form.add_error(None, problem)
            return self.form_invalid(form)

    @classmethod
    def execute_action(cls, objects, **kwargs):
        return tag_questions(objects, **kwargs), 0

    def get_success_message(self, num_parent_objects, num_child_objects):
        told = ngettext(
            "%(count)s question has other tags now, in all its languages.",
            "%(count)s questions have other tags now, in all their languages.",
            num_parent_objects,
        )
        return told % {"count": num_parent_objects}
