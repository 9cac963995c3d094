"""How authors list and edit banks and questions."""

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column, LocaleColumn
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from courses.models import Course
from organisations.content_admin import (
    OwnedFilter,
    OwnedSnippetIndexView,
    OwnedSnippetViewSet,
)
from quizzes.forms import QuestionForm
from quizzes.models import Bank, Question
from quizzes.views.listing import (
    FlagsColumn,
    KindColumn,
    LanguagesColumn,
    MustPassColumn,
    QuestionEditView,
    QuestionFilterSet,
    QuestionIndexView,
)


class BankFilterSet(WagtailFilterSet):
    course = OwnedFilter(label=_("Course"), queryset=Course.objects.all())

    class Meta:
        model = Bank
        fields = ["course"]


class BankIndexView(OwnedSnippetIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("course")


class BankViewSet(OwnedSnippetViewSet):
    model = Bank
    index_view_class = BankIndexView
    icon = "folder-open-inverse"
    menu_label = _("Banks")
    list_display = [
        "name",
        "code",
        Column("course", label=_("Course"), sort_key="course"),
    ]
    filterset_class = BankFilterSet
    search_fields = ["name", "code"]
    panels = [FieldPanel("name"), FieldPanel("code"), FieldPanel("course")]


class QuestionViewSet(OwnedSnippetViewSet):
    model = Question
    index_view_class = QuestionIndexView
    edit_view_class = QuestionEditView
    icon = "help"
    menu_label = _("Questions")
    owned_form_class = QuestionForm
    list_display = [
        "key",
        KindColumn("kind", label=_("Kind")),
        Column("bank", label=_("Bank"), sort_key="bank", classname="can-break"),
        LocaleColumn(),
        "topic",
        MustPassColumn("must_pass", label=_("Must be right"), sort_key="must_pass"),
        "difficulty",
        LanguagesColumn("languages", label=_("Languages")),
        FlagsColumn("flags", label=_("Worth a look")),
    ]
    filterset_class = QuestionFilterSet
    search_fields = ["key", "topic"]
    ordering = ["key"]
    panels = [
        FieldRowPanel(
            [
                FieldPanel("bank", required_on_save=True),
                FieldPanel("key", required_on_save=True),
            ]
        ),
        FieldPanel("body"),
        FieldPanel("must_pass"),
        FieldRowPanel([FieldPanel("topic"), FieldPanel("difficulty")]),
        FieldPanel("tags"),
        FieldPanel("sectors", widget=CheckboxSelectMultiple),
        FieldPanel("taught_in"),
        FieldPanel("fact"),
    ]


class QuizGroup(SnippetViewSetGroup):
    items = [QuestionViewSet, BankViewSet]
    menu_label = _("Quizzes")
    menu_icon = "help"
    menu_order = 170
