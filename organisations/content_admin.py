"""What the screens of content share: lists and choosers that know whose is what."""

from collections.abc import Callable

import django_filters
from django.db import transaction
from django.db.models import (
    BigIntegerField,
    Exists,
    OuterRef,
    Q,
    TextChoices,
)
from django.db.models import CharField as TextColumn
from django.db.models.functions import Cast
from django.forms import CharField, CheckboxSelectMultiple, Form, RadioSelect, TextInput
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.filters import MultipleUserFilter
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.views import generic
from wagtail.admin.views.pages import edit as pages
from wagtail.admin.views.pages import listing
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import (
    Page,
    PageLogEntry,
    Revision,
    WorkflowState,
    get_default_page_content_type,
)
from wagtail.permissions import policy_registry
from wagtail.snippets.views import chooser, snippets

from organisations.forms.content import OwnedModelForm
from organisations.models import User
from organisations.policies import choosable

# (object, request) -> a side panel of Wagtail's or None: what apps of higher floors show
# beside every editor.
side_panels: list[Callable] = []

ANY_ACTION = {"add", "change", "publish", "delete", "view"}


class _OwnedList:
    """A list of what the person's own organisations have."""

    def get_base_queryset(self):
        policy = policy_registry.get_by_type(self.model)
        own = policy.instances_user_has_any_permission_for(
            self.request.user, ANY_ACTION
        )
        return super().get_base_queryset().filter(pk__in=own.values("pk"))


class OwnedIndexView(_OwnedList, generic.IndexView):
    """The list of a ModelViewSet."""


class OwnedSnippetIndexView(_OwnedList, snippets.IndexView):
    """The list of a SnippetViewSet."""


class OwnedFilter(django_filters.ModelChoiceFilter):
    """Filters a list by something that has an owner, such as a bank."""

    def get_queryset(self, request):
        return choosable(request.user, super().get_queryset(request))


class _WordsFilterForm(Form):
    """A search in a chooser: every word has to stand in one of `search_fields`."""

    search_fields: list[str] = []

    q = CharField(
        label=_("Search term"),
        widget=TextInput(attrs={"placeholder": _("Search")}),
        required=False,
    )

    def filter(self, objects):
        objects = super().filter(objects)
        words = self.cleaned_data["q"].split()
        for word in words:
            found = Q()
            for field in self.search_fields:
                found |= Q(**{f"{field}__icontains": word})
            objects = objects.filter(found)
        self.is_searching = bool(words)
        self.search_query = self.cleaned_data["q"]
        return objects


class _OfferedObjects:
    def get_object_list(self):
        return choosable(self.request.user, super().get_object_list())

    def get_filter_form_class(self):
        """With the search that the list of the same things has."""
        base = super().get_filter_form_class()
        fields = getattr(self.model_class.snippet_viewset, "search_fields", None)
        if not fields:
            return base
        return type(
            "FilterForm", (_WordsFilterForm, base), {"search_fields": list(fields)}
        )


class _OneOffered:
    def get_object(self, pk):
        return choosable(self.request.user, self.model_class.objects.all()).get(pk=pk)


class _SeveralOffered:
    def get_objects(self, pks):
        return choosable(self.request.user, super().get_objects(pks))


class _ChooseView(_OfferedObjects, chooser.ChooseView):
    pass


class _ChooseResultsView(_OfferedObjects, chooser.ChooseResultsView):
    pass


class _ChosenView(_OneOffered, chooser.SnippetChosenView):
    pass


class _ChosenMultipleView(_SeveralOffered, chooser.SnippetChosenMultipleView):
    pass


class OwnedChooserViewSet(chooser.SnippetChooserViewSet):
    """Offers what the person may show, and confirms nothing else."""

    choose_view_class = _ChooseView
    choose_results_view_class = _ChooseResultsView
    chosen_view_class = _ChosenView
    chosen_multiple_view_class = _ChosenMultipleView


class _OwnedModelIndexView(OwnedIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("owner")


class OwnedModelViewSet(ModelViewSet):
    """A model, with `panels`, of which authors see what their organisations have.

    `base_form_class` checks what the panels cannot.
    """

    index_view_class = _OwnedModelIndexView
    base_form_class = OwnedModelForm
    copy_view_enabled = False
    add_to_reference_index = False

    def get_edit_handler(self):
        handler = ObjectList(self.panels, base_form_class=self.base_form_class)
        return handler.bind_to_model(self.model)


class OwnedInlinePanel(InlinePanel):
    """Rows within another thing's form, which offer what the person may show."""

    def __init__(
        self, *args, row_form=OwnedModelForm, formset=BaseChildFormSet, **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.row_form = row_form
        self.formset = formset

    def clone_kwargs(self):
        return super().clone_kwargs() | {
            "row_form": self.row_form,
            "formset": self.formset,
        }

    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name] |= {
            "form": self.row_form,
            "formset": self.formset,
            "inherit_kwargs": ["for_user"],
        }
        return options


class _MorePanels:
    """An editor with the side panels that apps add."""

    def get_side_panels(self):
        panels = super().get_side_panels()
        # An autosave asks for the status alone.
        if self.expects_json_response:
            return panels
        thing = getattr(self, "page", None) or self.object
        more = [panel for make in side_panels if (panel := make(thing, self.request))]
        return MediaContainer([*panels, *more])


class _NotOvertaken:
    """An editor's own saving never replaces what was saved while it was under way.

    Two processes may serve the press of a button and the autosave before it; the later
    to end would win, and the autosave holds less.
    """

    def post(self, request, *args, **kwargs):
        if not self.expects_json_response:
            return super().post(request, *args, **kwargs)
        loaded = self.latest_revision
        thing = getattr(self, "page", None) or self.object
        # A page's is in the table of all pages.
        rows = thing._meta.get_field("latest_revision").model._base_manager
        with transaction.atomic():
            row = rows.select_for_update().only("latest_revision").get(pk=thing.pk)
            if row.latest_revision_id != (loaded and loaded.pk):
                return self.json_error_response(
                    "invalid_revision", _("A newer version was saved meanwhile.")
                )
            return super().post(request, *args, **kwargs)


class OwnedSnippetEditView(_NotOvertaken, _MorePanels, snippets.EditView):
    pass


class OwnedPageEditView(_NotOvertaken, _MorePanels, pages.EditView):
    pass


# How the form of an owned thing begins, where it has a key.
KEY_AND_OWNER = FieldRowPanel(
    [
        FieldPanel("key", required_on_save=True),
        FieldPanel("owner", required_on_save=True),
    ]
)


class OwnedSnippetViewSet(snippets.SnippetViewSet):
    """A snippet of which authors see what their own organisations have."""

    edit_view_class = OwnedSnippetEditView
    index_view_class = OwnedSnippetIndexView
    chooser_viewset_class = OwnedChooserViewSet
    owned_form_class: type[OwnedModelForm] = OwnedModelForm

    def get_edit_handler(self):
        handler = super().get_edit_handler()
        handler.base_form_class = self.owned_form_class
        return handler.bind_to_model(self.model)


def _people(request, entries):
    """Who did something to the pages that this person works on."""
    pages = policy_registry.get_by_type(Page).explorable_instances(request.user)
    return User.objects.filter(pk__in=entries(pages.values("pk")))


class PageState(TextChoices):
    """How a page stands, as a list is asked for it."""

    NEVER_PUBLISHED = "new", _("Never published")
    PUBLISHED = "live", _("Published as it stands")
    CHANGED = "changed", _("Published, changed since")
    UNDER_REVIEW = "review", _("Under review")
    SCHEDULED = "scheduled", _("To be published at a set time")


class PageStateFilter(django_filters.ChoiceFilter):
    """Pages in one PageState."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, choices=PageState.choices, **kwargs)

    def filter(self, qs, value):
        if not value:
            return qs
        scheduled = Revision.page_revisions.filter(
            object_id=Cast(OuterRef("pk"), TextColumn()),
            approved_go_live_at__isnull=False,
        )
        return qs.filter(
            {
                PageState.NEVER_PUBLISHED: Q(live=False, first_published_at=None),
                PageState.PUBLISHED: Q(live=True, has_unpublished_changes=False),
                PageState.CHANGED: Q(live=True, has_unpublished_changes=True),
                PageState.UNDER_REVIEW: Q(pk__in=_under_review()),
                PageState.SCHEDULED: Exists(scheduled),
            }[value]
        )


def _under_review():
    states = WorkflowState.objects.active().filter(
        base_content_type=get_default_page_content_type()
    )
    return states.annotate(page_pk=Cast("object_id", BigIntegerField())).values(
        "page_pk"
    )


class OwnedPageFilterSet(listing.GenericPageFilterSet):
    """Wagtail's filters would name everybody who has a page anywhere."""

    state = PageStateFilter(label=_("State"), empty_label=_("Any"), widget=RadioSelect)
    # There is one site, and every page can be opened.
    site = None
    has_child_pages = None

    owner = MultipleUserFilter(
        label=_("Owner"),
        queryset=lambda request: _people(
            request,
            lambda pages: Page.objects.filter(pk__in=pages, owner__isnull=False).values(
                "owner"
            ),
        ),
        widget=CheckboxSelectMultiple,
    )
    edited_by = listing.EditedByFilter(
        label=_("Edited by"),
        queryset=lambda request: _people(
            request,
            lambda pages: PageLogEntry.objects.filter(
                page__in=pages, action="wagtail.edit", user__isnull=False
            ).values("user"),
        ),
        widget=CheckboxSelectMultiple,
    )


class OwnedPageViewSet(PageViewSet):
    """All page screens, with filters that name nobody from elsewhere."""

    edit_view_class = OwnedPageEditView
    filterset_class = OwnedPageFilterSet
