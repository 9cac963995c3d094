from tracking.forms.coverage import CoverageForm
from tracking.forms.days import DaysForm
from tracking.forms.exports import FormatForm, RegularForm
from tracking.forms.figures import AttestationForm
from tracking.forms.reminders import ScheduleForm, SentForm
from tracking.forms.requirements import RequirementForm
from tracking.forms.staff import ColumnsForm, StaffListForm
from tracking.forms.suggestions import SuggestionForm
from tracking.forms.waivers import ExemptionForm, ExtensionForm

__all__ = [
    "AttestationForm",
    "ColumnsForm",
    "CoverageForm",
    "DaysForm",
    "ExemptionForm",
    "ExtensionForm",
    "FormatForm",
    "RegularForm",
    "RequirementForm",
    "ScheduleForm",
    "SentForm",
    "StaffListForm",
    "SuggestionForm",
]
