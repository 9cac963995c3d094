"""The personal data of this app: whose it is, on what ground it is kept, and what of it
its person gets."""

from django.utils.translation import gettext_noop

from lms import personal_data

REGISTER = "keep:register of accredited trainers, GDPR art. 6(1)(e)"
PERSON = "accreditation__person"

TABLES = (
    (
        "Accreditation",
        "person",
        REGISTER,
        gettext_noop("Your accreditations as a trainer."),
        ["programme__code", "language", "sector", "state", "opened_at", "number"],
    ),
    (
        "Application",
        PERSON,
        REGISTER,
        gettext_noop("Your applications to become a trainer."),
        [
            "made_at",
            "motivation",
            "years_in_sector",
            "hours_per_year",
            "groups_planned",
            "superior_name",
            "superior_email",
            "answered_at",
            "is_committed",
        ],
    ),
    (
        "Transition",
        PERSON,
        REGISTER,
        gettext_noop("The steps of your accreditations."),
        ["accreditation__programme__code", "act", "from_state", "to_state", "at"],
    ),
    (
        "Period",
        PERSON,
        REGISTER,
        gettext_noop("From when to when you are accredited as a trainer."),
        ["level", "starts_on", "ends_on", "cut_on", "certificate__number"],
    ),
    (
        "StepEvidence",
        PERSON,
        REGISTER,
        gettext_noop("What your steps as a trainer rest on."),
        [
            "kind",
            "on_day",
            "note",
            "role",
            "hours",
            "place",
            "language",
            "sector",
            "head_count",
            "score",
            "answers",
            "held",
            "missed",
        ],
    ),
    (
        "RubricRecord",
        "evidence__accreditation__person",
        REGISTER,
        gettext_noop("What others saw of you by the trainer rubric."),
        ["purpose", "evidence__on_day", "levels", "feedback", "decision"],
    ),
    (
        "SignOff",
        "by",
        REGISTER,
        gettext_noop("What you signed for others who are or become trainers."),
        ["kind", "part", "verdict", "at", "comment"],
    ),
    (
        "Calibration",
        "person",
        REGISTER,
        gettext_noop("How you rated sample recordings as an assessor."),
        ["rubric__version", "at", "levels", "deviation"],
    ),
    (
        "AssessorAppointment",
        "person",
        REGISTER,
        gettext_noop("Your appointments as an assessor of trainers."),
        ["programme__code", "language", "starts_on", "ends_on", "ended_on"],
    ),
    (
        "Suspension",
        PERSON,
        REGISTER,
        gettext_noop("Suspensions of your accreditations, and what you said."),
        [
            "reason",
            "is_interim",
            "opened_at",
            "hear_by",
            "review_on",
            "statement",
            "confirmed_at",
            "ended_at",
            "outcome",
        ],
    ),
    (
        "PriorRecognition",
        "person",
        REGISTER,
        gettext_noop("Prior accreditations that you asked to have recognised."),
        [
            "programme__code",
            "language",
            "accredited_since",
            "valid_until",
            "given_by",
            "sessions_led",
            "state",
            "reason",
        ],
    ),
    (
        "SessionTrainer",
        "person",
        REGISTER,
        gettext_noop("Training sessions that you lead or co-facilitate."),
        ["session__title", "role"],
    ),
    (
        "TrainingSession",
        "created_by",
        REGISTER,
        gettext_noop("Training sessions that you planned."),
        ["title", "created_at"],
    ),
    (
        "Registration",
        "person",
        REGISTER,
        gettext_noop("Training sessions that you signed up for."),
        ["session__title", "state", "asked_at", "employer__name", "attended_at"],
    ),
    (
        "AttendanceMark",
        "registration__person",
        REGISTER,
        gettext_noop("What was said of your attendance at training sessions."),
        [
            "registration__session__title",
            "block__starts_at",
            "presence",
            "minutes",
            "source",
            "said_at",
        ],
    ),
    (
        "SessionBlock",
        "held_by",
        REGISTER,
        gettext_noop("Blocks of training sessions that you led."),
        ["session__title", "starts_at", "ends_at", "counts"],
    ),
    (
        "PaperSheet",
        "added_by",
        REGISTER,
        gettext_noop("Sheets of training sessions that you photographed or scanned."),
        ["session__title", "added_at", "forgotten_at"],
    ),
    (
        "TrainingRequest",
        "made_by",
        REGISTER,
        gettext_noop("Requests for training that you made for your organisation."),
        ["organisation__name", "made_at", "answers", "state", "answer"],
    ),
    (
        "DeliveredGroup",
        "made_by",
        REGISTER,
        gettext_noop("Groups whose log you began."),
        ["uuid", "programme__code", "language", "starts_on", "state", "made_at"],
    ),
    (
        "GroupFacilitator",
        "person",
        REGISTER,
        gettext_noop("Groups that you lead or co-facilitate."),
        [
            "group__uuid",
            "group__programme__code",
            "role",
            "employer__name",
            "joined_on",
        ],
    ),
    (
        "GroupMeeting",
        "led_by",
        REGISTER,
        gettext_noop("Meetings of groups that you led."),
        ["group__uuid", "number", "on_day", "minutes", "head_count", "note"],
    ),
    (
        "ConsentToRegister",
        "person",
        "delete",
        gettext_noop("Whether you want to be in the public register of trainers."),
        ["region", "given_at", "withdrawn_at"],
    ),
)


def declare() -> None:
    """Declare all of it, once the models are there."""
    personal_data.register_tables("trainers", TABLES)
