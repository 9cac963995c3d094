from courses.forms.courses import CourseCreationForm, CourseForm
from courses.forms.desk import DraftFilterForm
from courses.forms.duplicate import DuplicateForm
from courses.forms.equivalents import EquivalentForm, EquivalentFormSet
from courses.forms.facts import (
    ConfirmFactForm,
    FactChoiceField,
    ReplaceFactForm,
    ReviewFilterForm,
)
from courses.forms.feedback import FeedbackFilterForm
from courses.forms.languages import BoardFilterForm, ExceptionForm
from courses.forms.overlays import (
    BeginOverlayForm,
    ChooseLessonForm,
    MoveLessonForm,
    PlaceLessonForm,
    PlaceVignetteForm,
)
from courses.forms.programmes import (
    PartForm,
    PathFormSet,
    SectorTitleForm,
)
from courses.forms.release import ReleaseForm
from courses.forms.trying import TrialForm
from courses.forms.wording import (
    ReviewCommentForm,
    WithdrawTermForm,
    WithoutReviewForm,
    WordingReasonForm,
)

__all__ = [
    "BeginOverlayForm",
    "BoardFilterForm",
    "ChooseLessonForm",
    "ConfirmFactForm",
    "CourseCreationForm",
    "CourseForm",
    "DraftFilterForm",
    "DuplicateForm",
    "EquivalentForm",
    "EquivalentFormSet",
    "ExceptionForm",
    "FactChoiceField",
    "FeedbackFilterForm",
    "MoveLessonForm",
    "PartForm",
    "PathFormSet",
    "PlaceLessonForm",
    "PlaceVignetteForm",
    "ReleaseForm",
    "ReplaceFactForm",
    "ReviewCommentForm",
    "ReviewFilterForm",
    "SectorTitleForm",
    "TrialForm",
    "WithdrawTermForm",
    "WithoutReviewForm",
    "WordingReasonForm",
]
