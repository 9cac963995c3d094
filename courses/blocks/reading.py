"""What a learner reads, hears and looks at."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from media.domain import recordings

PROSE = ["h2", "h3", "bold", "italic", "ul", "ol", "link"]
READING = _("Reading")


class LeadBlock(blocks.TextBlock):
    class Meta:
        icon = "title"
        label = _("Opening")
        description = _("One or two sentences that say what this lesson is about.")
        preview_value = "Four words are often used as if they meant the same."
        template = "courses/blocks/lead.html"
        group = READING


class ProseBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        super().__init__(features=PROSE, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Running text with headings and lists.")
        preview_value = "<p>An idea is not an act. You may look at both.</p>"
        template = "courses/blocks/prose.html"
        group = READING


class LessonImageBlock(ImageBlock):
    class Meta:
        icon = "image"
        label = _("Image")
        description = _("A picture with its alternative text.")
        template = "courses/blocks/image.html"
        preview_template = "courses/preview/media_block.html"
        group = READING


class RecordingBlock(SnippetChooserBlock):
    def __init__(self, **kwargs):
        super().__init__("media.Recording", **kwargs)

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        page = context.get("page")
        language = page.locale.language_code if page else get_language()
        # A lesson's draft may have an empty place here.
        context["shown"] = value and recordings.shown(value, language)
        return context

    class Meta:
        icon = "media"
        label = _("Recording")
        description = _("Sound or video, with captions and a transcript.")
        template = "courses/blocks/recording.html"
        preview_template = "courses/preview/media_block.html"
        group = READING


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[
            ("remember", _("Remember")),
            ("caution", _("Mind this")),
            ("practice", _("In practice")),
        ],
        default="remember",
    )
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "italic", "link"])

    class Meta:
        icon = "warning"
        label = _("Callout")
        description = _("One thing to remember, mind or try.")
        preview_value = {
            "kind": "remember",
            "text": "<p><b>Belief is a right.</b> Look at what people do.</p>",
        }
        template = "courses/blocks/callout.html"
        group = READING


class DownloadBlock(DocumentChooserBlock):
    class Meta:
        icon = "download"
        label = _("Download")
        description = _("A file to keep.")
        template = "courses/blocks/download.html"
        preview_template = "courses/preview/media_block.html"
        group = READING
