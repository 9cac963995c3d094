from tracking.models.counts import (
    CountedEnding,
    CountedPart,
    CountedStanding,
    CountedTrained,
    PeopleCount,
)
from tracking.models.exports import RegularExport, StaffExport
from tracking.models.pickups import Pickup, PickupFile
from tracking.models.reminders import Reminder, ReminderRun, ReminderSchedule
from tracking.models.requirements import AcceptedEvidence, Obligation, Requirement
from tracking.models.staff import StaffHeading, StaffImport, StaffImportRow
from tracking.models.staff_leads import StaffImportLead
from tracking.models.suggestions import Suggestion
from tracking.models.views import SavedView
from tracking.models.waivers import Waiver

__all__ = [
    "AcceptedEvidence",
    "CountedEnding",
    "CountedPart",
    "CountedStanding",
    "CountedTrained",
    "Obligation",
    "PeopleCount",
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
    "StaffImportLead",
    "StaffImportRow",
    "Suggestion",
    "Waiver",
]
