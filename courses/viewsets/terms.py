"""How the list of words that can stigmatise is kept."""

import django_filters
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from courses.domain.terms import save_term
from courses.models import Term
from courses.models.words import FOR_YOUTH, IN_EVERY_TEXT


class TermForm(WagtailAdminModelForm):
    """A term; how it is saved is the domain's."""

    def save(self, commit=True):
        term = super().save(commit=False)
        if commit:
            save_term(term, actor=self.for_user, now=timezone.now())
        return term


class TermFilterSet(WagtailFilterSet):
    is_only_for_youth = django_filters.ChoiceFilter(
        label=_("Audience"),
        choices=[
            ("False", IN_EVERY_TEXT),
            ("True", FOR_YOUTH),
        ],
    )
    is_withdrawn = django_filters.ChoiceFilter(
        label=_("On the list"),
        method="filter_withdrawn",
        choices=[("no", _("On the list")), ("yes", pgettext_lazy("term", "Withdrawn"))],
    )

    class Meta:
        model = Term
        fields = ["language"]

    def filter_withdrawn(self, terms, name, value):
        return terms.filter(withdrawn_at__isnull=value == "no")


class TermIndexView(generic.IndexView):
    def get_list_more_buttons(self, instance):
        buttons = super().get_list_more_buttons(instance)
        policy = policy_registry.get_by_type(Term)
        if policy.user_has_permission(self.request.user, "change"):
            gone = instance.withdrawn_at is not None
            buttons.append(
                MenuItem(
                    _("Put back on the list") if gone else _("Withdraw"),
                    url=reverse("term_withdraw", args=[instance.pk]),
                    icon_name="undo" if gone else "bin",
                    priority=20,
                )
            )
        return buttons


class TermViewSet(ModelViewSet):
    """Everybody who writes reads the list; programme owners keep it. Nothing is deleted:
    the model's policy lets nobody (courses.wagtail_hooks.policies)."""

    model = Term
    index_view_class = TermIndexView
    icon = "glasses"
    menu_label = _("Terms")
    menu_order = 168
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = [
        "language",
        "key",
        "forms",
        "reason",
        "suggestion",
        "is_only_for_youth",
        "withdrawn_at",
        "withdrawn_why",
    ]
    add_to_reference_index = False
    list_display = [
        "__str__",
        Column("get_language_display", label=_("Language"), sort_key="language"),
        Column("suggestion", label=_("Rather")),
        Column("audience", label=_("Audience"), sort_key="is_only_for_youth"),
        DateColumn("withdrawn_at", label=pgettext_lazy("term", "Withdrawn")),
    ]
    filterset_class = TermFilterSet
    search_fields = ["key", "forms", "reason", "suggestion"]
    ordering = ["language", "key"]
    panels = [
        FieldRowPanel([FieldPanel("language"), FieldPanel("key")]),
        FieldPanel("forms"),
        FieldPanel("reason"),
        FieldPanel("suggestion"),
        FieldPanel("is_only_for_youth"),
    ]

    def get_edit_handler(self):
        handler = ObjectList(self.panels, base_form_class=TermForm)
        return handler.bind_to_model(self.model)
