"""How authors list and edit recordings and testimonies."""

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
)
from wagtail.admin.ui.tables import Column

from media.domain.recordings import transcoding_of
from media.domain.testimonies import consent_of
from media.enums import TranscodingState
from media.forms import RecordingFileInput, RecordingForm
from media.models import Recording, Testimony, Transcoding
from organisations.content_admin import (
    KEY_AND_OWNER,
    OwnedSnippetIndexView,
    OwnedSnippetViewSet,
)


class FilesPanel(FieldPanel):
    """The file, and below it how far its smaller files are."""

    class BoundPanel(FieldPanel.BoundPanel):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.help_text = " ".join(
                filter(None, (str(self.help_text or ""), _state_of(self.instance)))
            )


def _state_of(recording: Recording) -> str:
    made = transcoding_of(recording)
    return str(made.get_state_display()) if made else ""


class StateColumn(Column):
    """How far the smaller files are, as the list has read it."""

    def get_value(self, instance):
        state = instance.files_state
        return str(TranscodingState(state).label) if state else ""


class RecordingIndexView(OwnedSnippetIndexView):
    def get_base_queryset(self):
        made = Transcoding.objects.filter(source=OuterRef("file"))
        return (
            super()
            .get_base_queryset()
            .annotate(files_state=Subquery(made.values("state")[:1]))
        )


class RecordingViewSet(OwnedSnippetViewSet):
    model = Recording
    index_view_class = RecordingIndexView
    icon = "media"
    menu_label = _("Recordings")
    menu_order = 320
    add_to_admin_menu = True
    list_display = [
        "title",
        "language",
        "seconds",
        StateColumn("files", label=_("Files")),
    ]
    list_filter = ["language"]
    search_fields = ["title", "transcript"]
    panels = [
        FieldPanel("title", required_on_save=True),
        FieldRowPanel(
            [
                FieldPanel("owner", required_on_save=True),
                FieldPanel("language", required_on_save=True),
            ]
        ),
        FilesPanel("file", required_on_save=True, widget=RecordingFileInput),
        FieldPanel("seconds"),
        FieldPanel("captions"),
        FieldPanel("transcript"),
        InlinePanel(
            "translations",
            heading=_("In other languages"),
            label=_("Language"),
            help_text=_(
                "A lesson in another language may show this recording when captions "
                "and a transcript in that language are here."
            ),
        ),
        MultiFieldPanel(
            [
                FieldPanel("rights_holder"),
                FieldPanel("licence"),
                FieldPanel("permission_date"),
            ],
            heading=_("Rights"),
        ),
    ]

    def get_edit_handler(self):
        handler = super().get_edit_handler()
        handler.base_form_class = RecordingForm
        return handler.bind_to_model(self.model)


class ConsentPanel(HelpPanel):
    """How consent stands, with the way to record it or take it back."""

    class BoundPanel(HelpPanel.BoundPanel):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.content = self._content()

        def _content(self) -> str:
            if self.instance.pk is None:
                return gettext("Save the testimony first; then record the consent.")
            return format_html(
                '<p>{}</p><p><a class="button button-secondary" href="{}">{}</a></p>',
                consent_words(consent_of(self.instance)),
                reverse("testimony_consent", args=[self.instance.pk]),
                gettext("Consent"),
            )


def consent_words(consent) -> str:
    """How a consent stands, in a sentence."""
    if consent is None:
        return gettext("No consent is recorded.")
    if consent.withdrawn_at is not None:
        return gettext("Consent was withdrawn.")
    return gettext("Consent is recorded.")


class TestimonyViewSet(OwnedSnippetViewSet):
    model = Testimony
    icon = "group"
    menu_label = _("Testimonies")
    menu_order = 330
    add_to_admin_menu = True
    list_display = ["key", "title", "named_as"]
    list_filter = ["locale"]
    search_fields = ["key", "title", "named_as"]
    ordering = ["key"]
    panels = [
        KEY_AND_OWNER,
        FieldPanel("title", required_on_save=True),
        FieldPanel("named_as"),
        FieldPanel("words"),
        FieldPanel("recording"),
        FieldPanel("is_safe"),
        ConsentPanel(heading=_("Consent")),
    ]
