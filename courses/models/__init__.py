from courses.models.boosters import BoosterOffer, BoosterRefusal
from courses.models.courses import Activity, Course
from courses.models.duplications import Duplication
from courses.models.editions import (
    ContentBlob,
    Edition,
    EditionContent,
    Preparation,
    PreparedContent,
)
from courses.models.enrolments import (
    ActivityProgress,
    Completion,
    EditionMove,
    Enrolment,
)
from courses.models.equivalents import EquivalenceGroup, Equivalent
from courses.models.facts import Fact
from courses.models.feedback import LessonFeedback
from courses.models.overlays import (
    LocalLesson,
    ModuleSwitch,
    Overlay,
    OverlayContent,
    OverlayEdition,
    Placement,
    VignettePlacement,
)
from courses.models.pages import (
    ActivityPage,
    CatalogueIndexPage,
    CoursePage,
    LessonPage,
    ModulePage,
)
from courses.models.parts import Reflection
from courses.models.polls import PollAnswer, PollResult
from courses.models.programmes import (
    LearningPath,
    PathCourse,
    Programme,
    ProgrammeCourse,
)
from courses.models.providers import Provider, Recognition
from courses.models.review import ReviewTask
from courses.models.review_acts import ReviewAct
from courses.models.statements import Statement, StatementAcceptance
from courses.models.symbols import Symbol
from courses.models.ticks import ChecklistTicks
from courses.models.titles import SectorTitle
from courses.models.translations import LanguageException, TranslationAct
from courses.models.vignettes import Vignette
from courses.models.words import Term, WordingReason

__all__ = [
    "Activity",
    "ActivityPage",
    "ActivityProgress",
    "BoosterOffer",
    "BoosterRefusal",
    "CatalogueIndexPage",
    "ChecklistTicks",
    "Completion",
    "ContentBlob",
    "Course",
    "CoursePage",
    "Duplication",
    "Edition",
    "EditionContent",
    "EditionMove",
    "Enrolment",
    "EquivalenceGroup",
    "Equivalent",
    "Fact",
    "LanguageException",
    "LearningPath",
    "LessonFeedback",
    "LessonPage",
    "LocalLesson",
    "ModulePage",
    "ModuleSwitch",
    "Overlay",
    "OverlayContent",
    "OverlayEdition",
    "PathCourse",
    "Placement",
    "PollAnswer",
    "PollResult",
    "Preparation",
    "PreparedContent",
    "Programme",
    "ProgrammeCourse",
    "Provider",
    "Recognition",
    "Reflection",
    "ReviewAct",
    "ReviewTask",
    "SectorTitle",
    "Statement",
    "StatementAcceptance",
    "Symbol",
    "Term",
    "TranslationAct",
    "Vignette",
    "VignettePlacement",
    "WordingReason",
]
