"""The personal data of this app: whose it is, on what ground it is kept, and what of it
its person gets."""

from django.utils.translation import gettext_noop

from lms import personal_data
from tracking.domain.staff.reading import exported

# Model, the path to its person, what becomes of it, what it is, the fields of its export.
TABLES = (
    (
        "Obligation",
        "user",
        "anonymise",
        gettext_noop("Courses your organisation asked of you, and by when."),
        [
            "requirement__organisation__name",
            "requirement__course__code",
            "cycle",
            "starts_on",
            "due_on",
            "closed_on",
        ],
    ),
    (
        "Waiver",
        "user",
        "anonymise",
        gettext_noop(
            "Exemptions from what is asked of you, and more time you were given."
        ),
        [
            "requirement__organisation__name",
            "requirement__course__code",
            "kind",
            "reason_code",
            "starts_on",
            "last_day",
            "due_on",
            "recorded_at",
            "withdrawn_at",
        ],
    ),
    (
        "SavedView",
        "user",
        "delete",
        gettext_noop("Ways to look at your organisation's people that you keep."),
        ["organisation__name", "name", "choices", "made_at"],
    ),
    (
        "Reminder",
        "user",
        "delete",
        gettext_noop(
            "When you were reminded of what is asked of you; kept for two years."
        ),
        ["obligation__requirement__course__code", "kind", "deadline", "day"],
    ),
    (
        "Suggestion",
        "user",
        "delete",
        gettext_noop(
            "Courses that your organisation suggested to you; forgotten after a year."
        ),
        [
            "organisation__name",
            "course__code",
            "made_at",
            "put_away_at",
            "withdrawn_at",
        ],
    ),
    (
        "Pickup",
        "set_by",
        "anonymise",
        gettext_noop("How you set that staff lists are fetched from a folder."),
        ["organisation__name", "set_at"],
    ),
    (
        "StaffImportRow",
        "user",
        "delete",
        gettext_noop(
            "Lines about you in lists of your organisation's staff; forgotten after "
            "30 days."
        ),
        [
            "run__organisation__name",
            "run__asked_at",
            "email",
            "name",
            "function",
            "badge_number",
            "state",
        ],
    ),
    (
        "StaffImportLead",
        "manager",
        "delete",
        gettext_noop(
            "Lines in lists of staff that name you as somebody's line manager; "
            "forgotten after 30 days."
        ),
        ["run__organisation__name", "run__asked_at", "state"],
    ),
    (
        "StaffExport",
        "asked_by",
        "anonymise",
        gettext_noop(
            "Files about an organisation's people that you had made; the files are "
            "deleted after a week."
        ),
        ["organisation__name", "course__code", "form", "day", "asked_at"],
    ),
    (
        "PeopleCount",
        "asked_by",
        "anonymise",
        gettext_noop(
            "Which figures of an organisation you had counted; kept for a week."
        ),
        ["body__name", "day", "known_on", "asked_at"],
    ),
    (
        "RegularExport",
        "owner",
        "delete",
        gettext_noop(
            "Files about an organisation's people that you have made regularly."
        ),
        ["organisation__name", "course__code", "form", "rhythm", "on_day", "made_at"],
    ),
)


def declare() -> None:
    """Declare all of it, once the models are there."""
    personal_data.register_tables("tracking", TABLES)
    personal_data.register(
        "tracking.StaffImport",
        "asked_by",
        erasure="anonymise",
        describe=gettext_noop(
            "Lists of staff that you brought, confirmed or took back."
        ),
        export=exported,
    )
