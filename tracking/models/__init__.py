from tracking.models.exports import RegularExport, StaffExport
from tracking.models.pickups import Pickup, PickupFile
from tracking.models.reminders import Reminder, ReminderRun, ReminderSchedule
from tracking.models.requirements import AcceptedEvidence, Obligation, Requirement
from tracking.models.staff import StaffHeading, StaffImport, StaffImportRow
from tracking.models.suggestions import Suggestion
from tracking.models.views import SavedView
from tracking.models.waivers import Waiver

__all__ = [
    "AcceptedEvidence",
    "Obligation",
    "Pickup",
    "PickupFile",
    "RegularExport",
    "Reminder",
    "ReminderRun",
    "ReminderSchedule",
    "Requirement",
    "SavedView",
    "StaffExport",
    "StaffHeading",
    "StaffImport",
    "StaffImportRow",
    "Suggestion",
    "Waiver",
]
