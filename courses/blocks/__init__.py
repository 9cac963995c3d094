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
    PairBlock,
    SingleChoiceBlock,
    TimelineBlock,
    TrueFalseBlock,
)
from courses.blocks.embeds import EmbedBlock
from courses.blocks.near import LocalContactsBlock
from courses.blocks.personal import PollBlock, ReflectionBlock, StatementBlock
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

__all__ = [
    "AccordionBlock",
    "AccordionItemBlock",
    "CalloutBlock",
    "CardBlock",
    "CardSortBlock",
    "ChecklistBlock",
    "CompareBlock",
    "CompareSideBlock",
    "DecisionTreeBlock",
    "DialogueBlock",
    "DialogueChoiceBlock",
    "DownloadBlock",
    "EmbedBlock",
    "EventBlock",
    "ExerciseBlock",
    "ExerciseStreamBlock",
    "FactBlock",
    "LabelBlock",
    "LeadBlock",
    "LessonImageBlock",
    "LessonStreamBlock",
    "LocalContactsBlock",
    "MatchingBlock",
    "ModelBlock",
    "MultipleChoiceBlock",
    "NameBlock",
    "OptionBlock",
    "PairBlock",
    "PollBlock",
    "ProseBlock",
    "RecordingBlock",
    "ReflectionBlock",
    "RewriteBlock",
    "SceneBlock",
    "SingleChoiceBlock",
    "StatementBlock",
    "SymbolBlock",
    "TestimonyBlock",
    "TimelineBlock",
    "TreeAnswerBlock",
    "TreeOutcomeBlock",
    "TreeQuestionBlock",
    "TrueFalseBlock",
    "VignetteBlock",
]
