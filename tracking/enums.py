from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# What is due within this many days is due soon.
DUE_SOON_DAYS = 14


class Standing(TextChoices):
    """Where a person stands towards a requirement, on a date. Always derived."""

    NOT_BEGUN = "not_begun", _("Not begun")
    ON_THE_WAY = "on_the_way", _("On the way")
    DUE_SOON = "due_soon", _("Due soon")
    OVERDUE = "overdue", _("Overdue")
    COVERED = "covered", _("Covered")
    EXPIRING = "expiring", _("Runs out soon")
    EXEMPT = "exempt", _("Exempt")


class CountKind(TextChoices):
    """Why people were counted."""

    CLOSING = "closing", _("The end of a day")
    NOW = "now", _("At the moment somebody asks")
    ASKED = "asked", _("Another day, or as was known then")


class WaiverKind(TextChoices):
    EXEMPTION = "exemption", _("Exemption")
    EXTENSION = "extension", _("More time")


class WaiverReason(TextChoices):
    """Why somebody is exempt or has more time. Neutral on purpose: none of them tells
    anything about a person's health or family (ETHICS P3)."""

    LONG_ABSENCE = "long-absence", _("Long absence")
    OTHER_DUTIES = "other-duties", _("Other duties for a time")
    COVERED_ELSEWHERE = "covered-elsewhere", _("Covered elsewhere")
    NO_PLACE = "no-place", _("No suitable course or place yet")
    ADMINISTRATIVE = "administrative", _("An administrative reason")


class LeftOut(TextChoices):
    """Why somebody of a list is not given what the others are."""

    SELF = "self", _("Yourself: nobody decides this for themselves")
    ABOVE = "above", _("A body above you asks it: only they decide")
    HOLDS = "holds", _("Holds what is asked already")
    EXEMPT = "exempt", _("Exempt for a part of this time already")
    NOT_LATER = "not_later", _("Has until that day or longer already")


class FileColumns(TextChoices):
    """Which columns a file of people has."""

    ALL = "all", _("All columns")
    SEEN = "seen", _("Only the columns I see")


class NotSuggested(TextChoices):
    """Why a course is not suggested to somebody of a list."""

    ASKED = "asked", _("It is asked of them anyway")
    SUGGESTED = "suggested", _("Was suggested to them already")
    NO_SECTOR = "no_sector", _("It is not made for their sector")


class ListColumn(TextChoices):
    """What a list of people shows beside their names."""

    DEPARTMENT = "department", _("Department")
    SECTOR = "sector", _("Sector")
    STANDING = "standing", _("Standing")
    DAY = "day", _("Due, or certified until")
    DUE = "due", _("Due")


class StaffColumn(TextChoices):
    """What a column of a staff list may hold; nothing else about people comes in."""

    EMAIL = "email", _("E-mail address")
    NAME = "name", _("Name")
    FIRST_NAME = "first_name", _("First name")
    SECTOR = "sector", _("Sector")
    LANGUAGE = "language", _("Language")
    FUNCTION = "function", _("Function")
    DEPARTMENT = "department", _("Department (its code)")
    BADGE = "badge", _("Badge number")
    FROM = "from", _("From: the first day")
    UNTIL = "until", _("Until: the last day")
    MANAGER = "manager", _("Line manager: e-mail address or badge number")


class StaffImportState(TextChoices):
    """How far a staff list is."""

    MATCHING = "matching", _("Its columns have to be matched")
    LOOKING = "looking", _("Being looked at")
    COMPARING = "comparing", _("Its line managers are being looked at")
    LOOKED = "looked", _("Looked at; nothing has changed yet")
    UNDER_WAY = "under_way", _("Being carried out")
    NAMING = "naming", _("Carried out; line managers are being named")
    MAILING = "mailing", _("Carried out; invitations are being written")
    DONE = "done", _("Carried out")
    SET_ASIDE = "set_aside", _("Set aside")
    UNDOING = "undoing", _("Being taken back")
    UNDONE = "undone", _("Taken back")


class StaffRowState(TextChoices):
    """What becomes of a line of a staff list."""

    UNSEEN = "unseen", _("Not looked at yet")
    NEW = "new", _("New")
    JOINS = "joins", _("Comes back, or is confirmed")
    MOVED = "moved", _("Moves")
    CHANGED = "changed", _("Changes")
    LEFT = "left", _("Leaves")
    UNCHANGED = "unchanged", _("Stays as it is")
    ERROR = "error", _("Cannot be carried out")


class StaffProblem(TextChoices):
    """Why a line of a staff list cannot be carried out, and what to do."""

    ADDRESS = "address", _("This is no e-mail address.")
    NOBODY = (
        "nobody",
        _(
            "Nobody of yours has this badge number. Who is new and has no e-mail address "
            "needs a name too."
        ),
    )
    TWICE = "twice", _("This person stands in the list twice. The first line counts.")
    LONG = "long", _("The name, the function or the badge number is too long.")
    NAME = "name", _("This name holds signs that cannot be printed. Type it again.")
    SECTOR = "sector", _("This sector is not known. Write its code or its name.")
    NO_SECTOR = "no_sector", _("A new person needs a sector.")
    LANGUAGE = (
        "language",
        _("Relay does not speak this language. Write nl, fr, de or en."),
    )
    DEPARTMENT = (
        "department",
        _("This is no department of yours that takes people. Write its code."),
    )
    DAY = "day", _("This day cannot be read. Write it as 2026-05-04 or 4/5/2026.")
    ORDER = "order", _("The last day lies before the first.")
    OLD = (
        "old",
        _(
            "This day lies more than a year back, and is in reports that were made. Write "
            "a later one; without a first day it is today."
        ),
    )
    OVERLAP = "overlap", _("The first day lies before the end of an earlier period.")
    ELSEWHERE = (
        "elsewhere",
        _(
            "This person has not said that they belong to you, or works for another "
            "organisation. Invite them: they come by accepting."
        ),
    )
    CLOSED = "closed", _("This account is closed. Ask an administrator.")
    BADGE = "badge", _("A colleague has this badge number already.")
    SEVERAL = (
        "several",
        _(
            "Several of your people have this badge number. Write the e-mail address, or "
            "the code of the department where they are."
        ),
    )
    UNWRITTEN = (
        "unwritten",
        _(
            "This line could not be written. Bring it again; if that does not help, ask "
            "an administrator."
        ),
    )
    LAST_COORDINATOR = (
        "last_coordinator",
        _(
            "The last coordinator of an organisation cannot leave. Name a successor first."
        ),
    )


class StaffLeadState(TextChoices):
    """What becomes of the line manager that a line of a staff list names."""

    UNSEEN = "unseen", _("Not looked at yet")
    NEW = "new", _("New line manager")
    CHANGED = "changed", _("Another line manager")
    ENDED = "ended", _("No line manager any more")
    SAME = "same", _("Stays as it is")
    REFUSED = "refused", _("Line manager not named")


class StaffLeadProblem(TextChoices):
    """Why a line manager is not named, and what to do. Who works for another employer
    and who has no account are told alike: a list learns of neither."""

    NOBODY = (
        "nobody",
        _(
            "Nobody who belongs to you has this e-mail address or badge number. Check "
            "it, or bring that person in first."
        ),
    )
    SEVERAL = (
        "several",
        _(
            "Several of your people have the badge number of the line manager. Write the "
            "e-mail address."
        ),
    )
    SELF = "self", _("Nobody is their own line manager. Name somebody else.")
    LEAVES = "leaves", _("The line manager leaves by this list. Name somebody else.")
    CIRCLE = (
        "circle",
        _(
            "The line manager is led by this person, directly or through others. Change "
            "one of the two."
        ),
    )
    UNWRITTEN = (
        "unwritten",
        _(
            "The line manager could not be written. Bring the line again; if that does "
            "not help, ask an administrator."
        ),
    )


class StaffUndo(TextChoices):
    """What became of a line when its list was taken back."""

    NOT_ASKED = "", ""
    TAKEN_BACK = "taken_back", _("Taken back")
    KEPT = "kept", _("Kept: something else has happened since")


class ReminderKind(TextChoices):
    """Why a mail about what is asked was written."""

    BEFORE_DUE = "due", _("Before it is due")
    OVERDUE = "overdue", _("Overdue")
    BEFORE_EXPIRY = "expiring", _("Before the certificate runs out")
    AFTER_EXPIRY = "expired", _("After the certificate ran out")
    ESCALATION = (
        "escalated",
        _("Long overdue: told to the line manager or the coordinators"),
    )
    BY_HAND = "hand", _("Sent by hand")


class ExportFormat(TextChoices):
    """What a file of people is written as."""

    XLSX = "xlsx", _("Workbook (XLSX)")
    CSV = "csv", _("Text with commas (CSV)")


class Rhythm(TextChoices):
    """How often a file is made by itself."""

    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("Every month")


class PickupState(TextChoices):
    """What became of a file that was picked up."""

    TAKEN = "taken", _("Taken, being looked at")
    ASKED = "asked", _("Waits for a coordinator")
    CARRIED_OUT = "carried-out", _("Carried out by itself")
    NOTHING = "nothing", _("Changes nothing")
    FAILED = "failed", _("Could not be taken")
