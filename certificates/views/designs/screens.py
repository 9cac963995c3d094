"""How authors list and edit designs of certificates."""

import django_filters
from django.contrib import messages
from django.db.models import Q, TextChoices
from django.forms import ColorInput, Textarea
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, LocaleColumn

from certificates.domain.designs.uses import refusal_to_delete, with_uses
from certificates.models import Design
from organisations.content_admin import (
    OwnedFilter,
    OwnedSnippetIndexView,
    OwnedSnippetViewSet,
)
from organisations.models import Organisation


class State(TextChoices):
    """How a design stands, as the list is asked for it."""

    LIVE = "live", _("Published as it stands")
    CHANGED = "changed", _("Published, changed since")
    DRAFT = "draft", _("Not published")


STATES = {
    State.LIVE: Q(live=True, has_unpublished_changes=False),
    State.CHANGED: Q(live=True, has_unpublished_changes=True),
    State.DRAFT: Q(live=False),
}


class DesignFilterSet(WagtailFilterSet):
    owner = OwnedFilter(label=_("Owner"), queryset=Organisation.objects.all())
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=State.choices, method="in_state"
    )

    class Meta:
        model = Design
        # The language comes by itself: designs have a row for each.
        fields = ["owner", "state", "paper"]

    def in_state(self, designs, name, value):
        return designs.filter(STATES[value])


class DesignIndexView(OwnedSnippetIndexView):
    def get_base_queryset(self):
        designs = super().get_base_queryset().select_related("owner", "locale")
        return with_uses(designs)


class UsesColumn(Column):
    """By how many rules and issued certificates a design is used, in words."""

    def get_value(self, instance):
        rules, issued = instance.rule_count, instance.certificate_count
        return ", ".join(
            (
                ngettext("%(count)s rule", "%(count)s rules", rules) % {"count": rules},
                ngettext(
                    "%(count)s issued certificate",
                    "%(count)s issued certificates",
                    issued,
                )
                % {"count": issued},
            )
        )


class StateColumn(Column):
    """How a design stands. Wagtail's own column asks the database for every row."""

    def get_value(self, instance):
        if not instance.live:
            return State.DRAFT.label
        changed = instance.has_unpublished_changes
        return State.CHANGED.label if changed else State.LIVE.label


class DesignViewSet(OwnedSnippetViewSet):
    model = Design
    index_view_class = DesignIndexView
    index_results_template_name = "certificates/designs/index_results.html"
    filterset_class = DesignFilterSet
    icon = "image"
    menu_label = _("Certificate designs")
    add_to_admin_menu = True
    menu_order = 181
    list_display = [
        "name",
        Column("owner", label=_("Owner"), sort_key="owner"),
        LocaleColumn(),
        Column("paper", label=_("Paper"), accessor="get_paper_display"),
        UsesColumn("uses", label=_("Used by")),
        StateColumn("state", label=_("State"), sort_key="live"),
    ]
    search_fields = ["name", "heading"]
    ordering = ["name"]
    panels = [
        FieldRowPanel(
            [
                FieldPanel("name", required_on_save=True),
                FieldPanel("owner", required_on_save=True),
            ]
        ),
        FieldRowPanel([FieldPanel("paper"), FieldPanel("accent", widget=ColorInput)]),
        MultiFieldPanel(
            [
                HelpPanel(template="certificates/designs/fields_help.html"),
                FieldPanel("heading"),
                FieldPanel("awarded_to"),
                FieldPanel("above", widget=Textarea({"rows": 3})),
                FieldPanel("below", widget=Textarea({"rows": 3})),
            ],
            heading=_("Texts"),
        ),
        FieldPanel("logos"),
        FieldPanel("signatories"),
    ]


def refuse_in_use(request, designs):
    """What a rule prints by is not deleted: said in words, back on the list."""
    refusal = refusal_to_delete([one for one in designs if isinstance(one, Design)])
    if not refusal:
        return None
    messages.error(request, refusal)
    return redirect(reverse(Design.snippet_viewset.get_url_name("list")))
