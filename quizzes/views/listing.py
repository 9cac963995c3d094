"""The list of questions in the content admin: what an author looks for among hundreds."""

import django_filters
from django.conf import settings
from django.db.models import TextChoices
from django.urls import reverse
from django.utils.functional import cached_property, lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import Button
from wagtail.models import Locale

from courses.enums import TranslationState
from courses.exercises import ASKED
from organisations.content_admin import (
    OwnedFilter,
    OwnedSnippetEditView,
    OwnedSnippetIndexView,
)
from quizzes.domain.analysis.queries import flagged_keys, flags_by_question
from quizzes.domain.retiring import in_use
from quizzes.domain.standings import standing_in, standings_of
from quizzes.models import Bank, Question
from quizzes.tags import tags_in
from quizzes.views.analysis import words

STATES = {
    "missing": _("missing"),
    "draft": _("not published"),
    "outdated": _("out of date"),
    "done": pgettext_lazy("question", "done"),
}
# How a language stands, in a sign and in words: who does not see the one reads the other.
SIGNS = {
    TranslationState.MISSING: "–",
    TranslationState.DRAFT: "…",
    TranslationState.OUT_OF_DATE: "!",
}


class Use(TextChoices):
    """Whether questions are asked."""

    IN_USE = "in_use", _("In use")
    RETIRED = "retired", _("Retired")


def _kinds() -> list[tuple[str, str]]:
    return sorted(
        ((name, words.kind_name(name)) for name in ASKED), key=lambda kind: kind[1]
    )


def _standings() -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (name, [(f"{code}-{state}", label) for state, label in STATES.items()])
        for code, name in settings.RELAY_LANGUAGE_NAMES.items()
    ]


class QuestionFilterSet(WagtailFilterSet):
    bank = OwnedFilter(label=_("Bank"), queryset=Bank.objects.all())
    locale = django_filters.ModelChoiceFilter(
        label=_("Language"), queryset=Locale.objects.all()
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), field_name="body__0__type", choices=_kinds
    )
    tag = django_filters.CharFilter(label=_("Tag"), method="with_tag")
    translation = django_filters.ChoiceFilter(
        label=_("Translation"), choices=lazy(_standings, list), method="with_standing"
    )
    flagged = django_filters.BooleanFilter(label=_("Worth a look"), method="with_flags")
    use = django_filters.ChoiceFilter(
        label=_("Use"), choices=Use.choices, method="with_use"
    )

    class Meta:
        model = Question
        fields = [
            "locale",
            "bank",
            "kind",
            "tag",
            "topic",
            "must_pass",
            "difficulty",
            "translation",
            "flagged",
            "use",
        ]

    def with_tag(self, questions, _name, value):
        """Those with every tag that was typed, which may be their topic."""
        for tag in tags_in(value):
            questions = questions.tagged(tag)
        return questions

    def with_standing(self, questions, _name, value):
        """Questions that stand so in a language, in all languages they have."""
        # A language may have a hyphen of its own: pt-br.
        language, _hyphen, state = value.rpartition("-")
        keys = questions.order_by().values_list("translation_key", flat=True)
        return questions.filter(
            translation_key__in=standing_in(language, state, keys.distinct())
        )

    def with_flags(self, questions, _name, value):
        """Those about which the analysis has something to say, or nothing."""
        found = {"translation_key__in": flagged_keys()}
        return questions.filter(**found) if value else questions.exclude(**found)

    def with_use(self, questions, _name, value):
        asked = in_use(questions)
        if value == Use.IN_USE:
            return asked
        return questions.exclude(pk__in=asked.values("pk"))


def _near_duplicates(asked: str = "") -> Button:
    address = reverse("question_duplicates") + asked
    return Button(_("Near-duplicates"), address, icon_name="copy", priority=60)


class QuestionEditView(OwnedSnippetEditView):
    """The editor, which leads to what asks nearly the same."""

    @cached_property
    def header_more_buttons(self):
        asked = f"?question={self.object.pk}"
        return [*super().header_more_buttons, _near_duplicates(asked)]


class QuestionIndexView(OwnedSnippetIndexView):
    @cached_property
    def header_more_buttons(self):
        return [*super().header_more_buttons, _near_duplicates()]

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("bank", "locale")

    def get_context_data(self, *args, **kwargs):
        """Each question of the page is told its languages and what the analysis says."""
        context = super().get_context_data(*args, **kwargs)
        # Read once: the table goes through the same rows.
        questions = context["object_list"]
        keys = {one.translation_key for one in questions}
        states = standings_of(keys, settings.RELAY_LANGUAGE_NAMES)
        flags = flags_by_question(keys)
        for one in questions:
            one.languages_told = states[one.translation_key]
            one.flags_told = words.shorts(flags[one.translation_key])
        return context


class KindColumn(Column):
    """Which kind of question it is; a draft may be none yet."""

    def get_value(self, instance):
        return ", ".join(words.kind_name(one.block_type) for one in instance.body)


class MustPassColumn(Column):
    """Said of those that must be right, and of no other."""

    def get_value(self, instance):
        return _("yes") if instance.must_pass else ""


class LanguagesColumn(Column):
    """How each language stands."""

    cell_template_name = "quizzes/admin/languages_cell.html"

    def get_value(self, instance):
        return [
            {
                "code": code.upper(),
                "sign": SIGNS.get(state, "✓"),
                "state": TranslationState(state).label,
                "name": settings.RELAY_LANGUAGE_NAMES[code],
            }
            for code, state in sorted(instance.languages_told.items())
        ]


class FlagsColumn(Column):
    """What is worth a look."""

    def get_value(self, instance):
        return ", ".join(instance.flags_told)
