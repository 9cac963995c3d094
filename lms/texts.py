"""Short texts in every language of the platform, in one column: {language code: text}.

For names and sentences of things that have no page. Whoever shows one says in which
language; what is missing there is said in another.
"""

from collections.abc import Mapping

from django import forms
from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

# As they stand inside a sentence: French does without a capital there.
IN_A_SENTENCE = {
    "en": pgettext_lazy("inside a sentence", "English"),
    "nl": pgettext_lazy("inside a sentence", "Dutch"),
    "fr": pgettext_lazy("inside a sentence", "French"),
    "de": pgettext_lazy("inside a sentence", "German"),
}


class Spoken(str):
    """A text that knows the code of the language it is in, so that whoever shows it can
    say so where that is not the reader's; "" where nobody knows."""

    __slots__ = ("language",)

    def __new__(cls, text: str, language: str) -> "Spoken":
        spoken = super().__new__(cls, text)
        spoken.language = language
        return spoken

    def __getnewargs__(self) -> tuple[str, str]:
        return str(self), self.language


def said(texts: Mapping[str, str], *languages: str) -> Spoken:
    """The text in the first of the languages that has one, else in English, else any."""
    for language in (*languages, "en", *texts):
        if texts.get(language):
            return Spoken(texts[language], language)
    return Spoken("", "")


def in_a_sentence(language: str) -> str:
    """The name of a language in the active one, as it stands inside a sentence."""
    return str(IN_A_SENTENCE.get(language, language.upper()))


class TextsWidget(forms.MultiWidget):
    """An input for each language, under its name."""

    template_name = "lms/widgets/texts.html"

    def __init__(self, *, is_long: bool = False, attrs=None):
        one = forms.Textarea if is_long else forms.TextInput
        rows = {"rows": 3} if is_long else {}
        codes = dict(settings.LANGUAGES)
        super().__init__({code: one(rows | {"lang": code}) for code in codes}, attrs)

    def decompress(self, value):
        return [(value or {}).get(code, "") for code, _name in settings.LANGUAGES]

    def id_for_label(self, id_):
        # Where an error at the top of a form leads to.
        return f"{id_}_0" if id_ else id_

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        parts = context["widget"]["subwidgets"]
        for part, (_code, language) in zip(parts, settings.LANGUAGES, strict=True):
            part["language"] = language
        return context


class TextsFormField(forms.MultiValueField):
    """Texts per language; empty ones are left out. Required: at least one."""

    def __init__(self, *, max_length: int = 160, is_long: bool = False, **kwargs):
        kwargs.pop("encoder", None)
        kwargs.pop("decoder", None)
        super().__init__(
            [
                forms.CharField(max_length=max_length, required=False)
                for _language in settings.LANGUAGES
            ],
            require_all_fields=False,
            widget=TextsWidget(is_long=is_long),
            **kwargs,
        )

    def compress(self, data_list):
        codes = [code for code, _name in settings.LANGUAGES]
        return {
            code: text
            for code, text in zip(codes, data_list or (), strict=False)
            if text
        }

    def has_changed(self, initial, data):
        return super().has_changed(self.widget.decompress(initial), data)


class TextsField(models.JSONField):
    """A column of texts per language. `max_length` holds for each of them; long ones
    are written in a larger box."""

    LONG = 200

    def __init__(self, *args, max_length: int = 160, **kwargs):
        kwargs.setdefault("default", dict)
        super().__init__(*args, max_length=max_length, **kwargs)

    def formfield(self, **kwargs):
        return models.Field.formfield(
            self,
            **{
                "form_class": TextsFormField,
                "max_length": self.max_length,
                "is_long": self.max_length > self.LONG,
                **kwargs,
            },
        )
