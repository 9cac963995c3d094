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
from courses.blocks.cases import FactBlock, VignetteBlock
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
from courses.blocks.personal import ReflectionBlock
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
    "DownloadBlock",
    "EventBlock",
    "ExerciseBlock",
    "ExerciseStreamBlock",
    "FactBlock",
    "LeadBlock",
    "LessonImageBlock",
    "LessonStreamBlock",
    "MatchingBlock",
    "MultipleChoiceBlock",
    "OptionBlock",
    "PairBlock",
    "ProseBlock",
    "RecordingBlock",
    "ReflectionBlock",
    "SingleChoiceBlock",
    "TimelineBlock",
    "TrueFalseBlock",
    "VignetteBlock",
]
