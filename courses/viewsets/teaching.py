"""How authors list and edit what lessons are made of."""

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import DateColumn
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from courses.models import Fact, Statement, Symbol, Vignette
from organisations.content_admin import KEY_AND_OWNER, OwnedSnippetViewSet


class FactViewSet(OwnedSnippetViewSet):
    model = Fact
    icon = "info-circle"
    menu_label = _("Facts")
    list_display = ["key", "__str__", "source_title", DateColumn("review_by")]
    list_filter = ["locale", "review_by"]
    search_fields = ["key", "text", "source_title"]
    ordering = ["key"]
    panels = [
        KEY_AND_OWNER,
        FieldPanel("text"),
        MultiFieldPanel(
            [
                FieldPanel("source_title"),
                FieldPanel("source_url"),
                FieldRowPanel(
                    [
                        FieldPanel("source_date", required_on_save=True),
                        FieldPanel("source_date_precision"),
                    ]
                ),
                FieldPanel("source_key"),
            ],
            heading=_("Source"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("valid_from", required_on_save=True),
                        FieldPanel("review_by", required_on_save=True),
                    ]
                ),
                FieldPanel("superseded_by"),
            ],
            heading=_("Validity"),
        ),
    ]


class VignetteViewSet(OwnedSnippetViewSet):
    model = Vignette
    icon = "user"
    menu_label = _("Invented cases")
    list_display = ["key", "title", "form", "sector"]
    list_filter = ["locale", "form", "sector"]
    search_fields = ["key", "title", "story"]
    ordering = ["key"]
    panels = [
        KEY_AND_OWNER,
        FieldPanel("title", required_on_save=True),
        FieldRowPanel(
            [FieldPanel("form"), FieldPanel("sector", required_on_save=True)]
        ),
        FieldPanel("is_fictional"),
        FieldPanel("story"),
        FieldPanel("see"),
        FieldPanel("explanations"),
        FieldPanel("job"),
        FieldPanel("consult"),
        FieldPanel("trap"),
    ]


class SymbolViewSet(OwnedSnippetViewSet):
    model = Symbol
    icon = "tag"
    menu_label = _("Symbols")
    list_display = ["key", "name", "form", DateColumn("review_by")]
    list_filter = ["locale", "form", "review_by"]
    search_fields = ["key", "name", "written", "meaning"]
    ordering = ["key"]
    panels = [
        KEY_AND_OWNER,
        FieldPanel("name", required_on_save=True),
        MultiFieldPanel(
            [
                FieldPanel("written"),
                FieldPanel("image"),
                FieldPanel("image_text"),
                FieldRowPanel([FieldPanel("rights_holder"), FieldPanel("licence")]),
                FieldPanel("permission_date"),
            ],
            heading=_("How it looks"),
        ),
        FieldPanel("innocent"),
        FieldPanel("meaning"),
        FieldPanel("form"),
        FieldRowPanel([FieldPanel("period"), FieldPanel("region")]),
        MultiFieldPanel(
            [
                FieldPanel("source_title"),
                FieldPanel("source_url"),
                FieldRowPanel(
                    [
                        FieldPanel("source_date", required_on_save=True),
                        FieldPanel("review_by", required_on_save=True),
                    ]
                ),
            ],
            heading=_("Source"),
        ),
    ]


class StatementViewSet(OwnedSnippetViewSet):
    model = Statement
    icon = "circle-check"
    menu_label = _("Deontology statements")
    list_display = ["key", "title", "version", DateColumn("review_by")]
    list_filter = ["locale", "review_by", "sectors"]
    search_fields = ["key", "title", "text"]
    ordering = ["key"]
    panels = [
        KEY_AND_OWNER,
        FieldPanel("title", required_on_save=True),
        FieldPanel("text"),
        FieldPanel("sectors", widget=CheckboxSelectMultiple),
        FieldRowPanel(
            [
                FieldPanel("version", required_on_save=True),
                FieldPanel("dated", required_on_save=True),
                FieldPanel("review_by", required_on_save=True),
            ]
        ),
    ]


class TeachingGroup(SnippetViewSetGroup):
    items = [FactViewSet, VignetteViewSet, SymbolViewSet, StatementViewSet]
    menu_label = _("Facts and cases")
    menu_icon = "info-circle"
    menu_order = 160
