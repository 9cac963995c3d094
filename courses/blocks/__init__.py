"""The blocks lessons and questions are written with.

Migrations name them here, whichever file they are in.
"""

from courses.blocks.arranged import (
    AccordionBlock,
    AccordionItemBlock,
    ChecklistBlock,
    CompareBlock,
    CompareSideBlock,
)
from courses.blocks.cases import (
    FactBlock,
    SymbolBlock,
    TestimonyBlock,
    VignetteBlock,
)
from courses.blocks.checks import (
    CardBlock,
    CardSortBlock,
    EventBlock,
    ExerciseBlock,
    MatchingBlock,
    MultipleChoiceBlock,
    OptionBlock,
    OrderingBlock,
    PairBlock,
    SingleChoiceBlock,
    StepBlock,
    TimelineBlock,
    TrueFalseBlock,
    WeighedOptionBlock,
)
from courses.blocks.drawing import HotspotBlockAdapter
from courses.blocks.embeds import EmbedBlock
from courses.blocks.near import LocalContactsBlock
from courses.blocks.open import CriterionBlock, OpenAnswerBlock, ScaleBlock
from courses.blocks.personal import PollBlock, ReflectionBlock, StatementBlock
from courses.blocks.pictured import AreaBlock, HotspotBlock
from courses.blocks.practice import (
    DecisionTreeBlock,
    DialogueBlock,
    DialogueChoiceBlock,
    LabelBlock,
    ModelBlock,
    NameBlock,
    RewriteBlock,
    SceneBlock,
    TreeAnswerBlock,
    TreeOutcomeBlock,
    TreeQuestionBlock,
)
from courses.blocks.reading import (
    CalloutBlock,
    DownloadBlock,
    LeadBlock,
    LessonImageBlock,
    ProseBlock,
    RecordingBlock,
)
from courses.blocks.streams import ExerciseStreamBlock, LessonStreamBlock
from courses.blocks.written import (
    AcceptedBlock,
    GapBlock,
    GapsBlock,
    MarkWordsBlock,
    NumberBlock,
    NumericBlock,
    ShortTextBlock,
    UnitBlock,
)

__all__ = [
    "AcceptedBlock",
    "AccordionBlock",
    "AccordionItemBlock",
    "AreaBlock",
    "CalloutBlock",
    "CardBlock",
    "CardSortBlock",
    "ChecklistBlock",
    "CompareBlock",
    "CompareSideBlock",
    "CriterionBlock",
    "DecisionTreeBlock",
    "DialogueBlock",
    "DialogueChoiceBlock",
    "DownloadBlock",
    "EmbedBlock",
    "EventBlock",
    "ExerciseBlock",
    "ExerciseStreamBlock",
    "FactBlock",
    "GapBlock",
    "GapsBlock",
    "HotspotBlock",
    "HotspotBlockAdapter",
    "LabelBlock",
    "LeadBlock",
    "LessonImageBlock",
    "LessonStreamBlock",
    "LocalContactsBlock",
    "MarkWordsBlock",
    "MatchingBlock",
    "ModelBlock",
    "MultipleChoiceBlock",
    "NameBlock",
    "NumberBlock",
    "NumericBlock",
    "OpenAnswerBlock",
    "OptionBlock",
    "OrderingBlock",
    "PairBlock",
    "PollBlock",
    "ProseBlock",
    "RecordingBlock",
    "ReflectionBlock",
    "RewriteBlock",
    "ScaleBlock",
    "SceneBlock",
    "ShortTextBlock",
    "SingleChoiceBlock",
    "StatementBlock",
    "StepBlock",
    "SymbolBlock",
    "TestimonyBlock",
    "TimelineBlock",
    "TreeAnswerBlock",
    "TreeOutcomeBlock",
    "TreeQuestionBlock",
    "TrueFalseBlock",
    "UnitBlock",
    "VignetteBlock",
    "WeighedOptionBlock",
]
