"""The blocks lessons and questions are written with."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock
from wagtail.snippets.blocks import SnippetChooserBlock

PROSE = ["h2", "h3", "bold", "italic", "ul", "ol", "link"]
READING = _("Reading")
CASES = _("Facts and cases")
CHECKS = _("Self-checks")


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


class FactBlock(SnippetChooserBlock):
    def __init__(self, **kwargs):
        super().__init__("courses.Fact", **kwargs)

    def get_preview_value(self):
        return self.model_class(
            text="Most people with a radical opinion never use violence.",
            source_title="An invented source, for this preview",
            source_date=date(2024, 5, 1),
            review_by=date(2030, 1, 1),
        )

    class Meta:
        icon = "info-circle"
        label = _("Fact")
        description = _("A statement with its source and date.")
        template = "courses/blocks/fact.html"
        group = CASES


class VignetteBlock(SnippetChooserBlock):
    def __init__(self, **kwargs):
        super().__init__("courses.Vignette", **kwargs)

    def get_preview_value(self):
        return self.model_class(
            title="The quiet desk",
            story="<p>Robin stopped having lunch with the others.</p>",
            see="<p>A change in what somebody does.</p>",
            explanations="<p>A diet, a quarrel, a loss.</p>",
            job="<p>Ask how Robin is.</p>",
            consult="<p>Your team leader.</p>",
            trap="<p>To decide what it means before asking.</p>",
        )

    class Meta:
        icon = "user"
        label = _("Invented case")
        description = _("A case that is told and then opened step by step.")
        template = "courses/blocks/vignette.html"
        group = CASES


class OptionBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Option"), rows=2)
    correct = blocks.BooleanBlock(label=_("Right"), required=False)
    feedback = blocks.TextBlock(label=_("Why, or why not"), rows=2, required=False)


class ExerciseBlock(blocks.StructBlock):
    """What all exercises have. `feedback` is shown after checking."""

    prompt = blocks.TextBlock(label=_("Question or task"), rows=2)
    feedback = blocks.TextBlock(label=_("Explanation"), rows=3, required=False)

    class Meta:
        template = "courses/blocks/exercise.html"
        group = CHECKS
        icon = "help"


def _count_right(value) -> int:
    return sum(bool(option["correct"]) for option in value["options"])


class SingleChoiceBlock(ExerciseBlock):
    options = blocks.ListBlock(OptionBlock(), min_num=2, max_num=8, label=_("Options"))

    class Meta:
        label = _("Single choice")
        icon = "radio-full"
        description = _("One option is right.")
        preview_value = {
            "prompt": "Which of these may an officer note down?",
            "feedback": "An observation can be checked by somebody else.",
            "options": [
                {"text": "What was said, and when", "correct": True, "feedback": ""},
                {"text": "What it probably means", "correct": False, "feedback": ""},
            ],
        }

    def clean(self, value):
        value = super().clean(value)
        if _count_right(value) != 1:
            raise StructBlockValidationError(
                non_block_errors=[ValidationError(_("Mark exactly one option right."))]
            )
        return value


class MultipleChoiceBlock(ExerciseBlock):
    options = blocks.ListBlock(OptionBlock(), min_num=2, max_num=8, label=_("Options"))

    class Meta:
        label = _("Multiple choice")
        icon = "list-ul"
        description = _("Several options may be right; all of them must be chosen.")
        preview_value = {
            "prompt": "Which sentences are observations?",
            "feedback": "An observation can be checked by somebody else.",
            "options": [
                {
                    "text": "Robin missed five trainings.",
                    "correct": True,
                    "feedback": "",
                },
                {
                    "text": "Robin is influenced by somebody.",
                    "correct": False,
                    "feedback": "",
                },
            ],
        }

    def clean(self, value):
        value = super().clean(value)
        if not _count_right(value):
            raise StructBlockValidationError(
                non_block_errors=[ValidationError(_("Mark at least one option right."))]
            )
        return value


class TrueFalseBlock(ExerciseBlock):
    answer = blocks.ChoiceBlock(
        label=_("The statement is"),
        choices=[("true", _("True")), ("false", _("Not true"))],
        default="true",
    )

    class Meta:
        label = _("True or not")
        icon = "check"
        description = _("A statement that holds or does not.")
        preview_value = {
            "prompt": "A radical opinion is against the law.",
            "answer": "false",
            "feedback": "Opinions are protected. Acts may be offences.",
        }


class PairBlock(blocks.StructBlock):
    left = blocks.CharBlock(label=_("Left"))
    right = blocks.CharBlock(label=_("Belongs to"))


class MatchingBlock(ExerciseBlock):
    pairs = blocks.ListBlock(PairBlock(), min_num=2, max_num=8, label=_("Pairs"))

    class Meta:
        label = _("Matching")
        icon = "link"
        description = _("Each item belongs to one other.")
        preview_value = {
            "prompt": "Which word goes with which meaning?",
            "feedback": "",
            "pairs": [
                {"left": "Radicalism", "right": "Wants deep change"},
                {"left": "Extremism", "right": "Rejects the democratic order"},
            ],
        }


class CardBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Card"), rows=2)
    category = blocks.IntegerBlock(
        label=_("Belongs in category number"), min_value=1, max_value=6
    )
    feedback = blocks.TextBlock(label=_("Why"), rows=2, required=False)


class CardSortBlock(ExerciseBlock):
    categories = blocks.ListBlock(
        blocks.CharBlock(label=_("Category")),
        min_num=2,
        max_num=6,
        label=_("Categories"),
    )
    cards = blocks.ListBlock(CardBlock(), min_num=2, max_num=16, label=_("Cards"))

    class Meta:
        label = _("Card sort")
        icon = "table"
        description = _("Cards are sorted into categories.")
        preview_value = {
            "prompt": "Sort what is said.",
            "feedback": "",
            "categories": ["Opinion", "Offence"],
            "cards": [
                {
                    "text": "“That motorway must not come.”",
                    "category": 1,
                    "feedback": "",
                },
                {"text": "“I will burn the machines.”", "category": 2, "feedback": ""},
            ],
        }

    def clean(self, value):
        value = super().clean(value)
        last = len(value["categories"])
        if any(card["category"] > last for card in value["cards"]):
            raise StructBlockValidationError(
                non_block_errors=[
                    ValidationError(_("A card names a category that is not there."))
                ]
            )
        return value


class ExerciseStreamBlock(blocks.StreamBlock):
    single_choice = SingleChoiceBlock()
    multiple_choice = MultipleChoiceBlock()
    true_false = TrueFalseBlock()
    matching = MatchingBlock()
    card_sort = CardSortBlock()


class LessonStreamBlock(ExerciseStreamBlock):
    lead = LeadBlock()
    prose = ProseBlock()
    image = LessonImageBlock()
    recording = RecordingBlock()
    fact = FactBlock()
    vignette = VignetteBlock()
    callout = CalloutBlock()
    download = DownloadBlock()
