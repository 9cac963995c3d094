"""What a question may be, and what a lesson may be made of."""

from wagtail import blocks

from courses.blocks.arranged import AccordionBlock, ChecklistBlock, CompareBlock
from courses.blocks.cases import (
    FactBlock,
    SymbolBlock,
    TestimonyBlock,
    VignetteBlock,
)
from courses.blocks.checks import (
    CardSortBlock,
    MatchingBlock,
    MultipleChoiceBlock,
    OrderingBlock,
    SingleChoiceBlock,
    TimelineBlock,
    TrueFalseBlock,
)
from courses.blocks.embeds import EmbedBlock
from courses.blocks.near import LocalContactsBlock
from courses.blocks.open import OpenAnswerBlock, ScaleBlock
from courses.blocks.personal import PollBlock, ReflectionBlock, StatementBlock
from courses.blocks.pictured import HotspotBlock
from courses.blocks.practice import DecisionTreeBlock, DialogueBlock, RewriteBlock
from courses.blocks.reading import (
    CalloutBlock,
    DownloadBlock,
    LeadBlock,
    LessonImageBlock,
    ProseBlock,
    RecordingBlock,
)
from courses.blocks.written import (
    GapsBlock,
    MarkWordsBlock,
    NumericBlock,
    ShortTextBlock,
)


class ExerciseStreamBlock(blocks.StreamBlock):
    """What a quiz can ask: what counts, and a few that count for nothing."""

    single_choice = SingleChoiceBlock()
    multiple_choice = MultipleChoiceBlock()
    true_false = TrueFalseBlock()
    matching = MatchingBlock()
    card_sort = CardSortBlock()
    timeline = TimelineBlock()
    ordering = OrderingBlock()
    numeric = NumericBlock()
    short_text = ShortTextBlock()
    gaps = GapsBlock()
    mark_words = MarkWordsBlock()
    hotspot = HotspotBlock()
    scale = ScaleBlock()
    dialogue = DialogueBlock()
    open_answer = OpenAnswerBlock()


class LessonStreamBlock(ExerciseStreamBlock):
    rewrite = RewriteBlock()
    decision_tree = DecisionTreeBlock()
    lead = LeadBlock()
    prose = ProseBlock()
    image = LessonImageBlock()
    recording = RecordingBlock()
    fact = FactBlock()
    vignette = VignetteBlock()
    symbol = SymbolBlock()
    testimony = TestimonyBlock()
    callout = CalloutBlock()
    accordion = AccordionBlock()
    compare = CompareBlock()
    checklist = ChecklistBlock()
    embed = EmbedBlock()
    local_contacts = LocalContactsBlock()
    download = DownloadBlock()
    reflection = ReflectionBlock()
    poll = PollBlock()
    statement = StatementBlock()
