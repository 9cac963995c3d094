from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from courses.domain.desk.drafts import kinds_of_drafts
from courses.enums import DraftsOf


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
