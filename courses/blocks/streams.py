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
    SingleChoiceBlock,
    TimelineBlock,
    TrueFalseBlock,
)
from courses.blocks.embeds import EmbedBlock
from courses.blocks.near import LocalContactsBlock
from courses.blocks.personal import PollBlock, ReflectionBlock, StatementBlock
from courses.blocks.practice import DecisionTreeBlock, DialogueBlock, RewriteBlock
from courses.blocks.reading import (
    CalloutBlock,
    DownloadBlock,
    LeadBlock,
    LessonImageBlock,
    ProseBlock,
    RecordingBlock,
)


class ExerciseStreamBlock(blocks.StreamBlock):
    """What a quiz can ask: what is right or wrong, and nothing else."""

    single_choice = SingleChoiceBlock()
    multiple_choice = MultipleChoiceBlock()
    true_false = TrueFalseBlock()
    matching = MatchingBlock()
    card_sort = CardSortBlock()
    timeline = TimelineBlock()


class LessonStreamBlock(ExerciseStreamBlock):
    rewrite = RewriteBlock()
    dialogue = DialogueBlock()
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
