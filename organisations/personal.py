"""The personal data of this app: whose it is, on what ground it is kept, and what of it
its person gets."""

from django.utils.translation import gettext_noop

from lms import personal_data
from organisations.domain.queries import merges_of

# Model, the path to its person, what becomes of it, what it is, the fields of its export.
TABLES = (
    (
        "User",
        "self",
        "anonymise",
        gettext_noop("Your account."),
        [
            "email",
            "printed_name",
            "name_checked_at",
            "language",
            "sector_id",
            "organisation_wish",
            "date_joined",
            "last_login",
        ],
    ),
    (
        "Membership",
        "user",
        "anonymise",
        gettext_noop("Where you work or worked, in which role, from when to when."),
        ["organisation__name", "role", "function", "starts_on", "ends_on"],
    ),
    (
        "MembershipTrace",
        "membership__user",
        "anonymise",
        gettext_noop("What these days were before they were put right."),
        ["membership__organisation__name", "starts_on", "ends_on"],
    ),
    (
        "LineManager",
        "person",
        "delete",
        gettext_noop(
            "Who leads your work: told when what is asked of you is long overdue."
        ),
        ["place__name", "manager__printed_name", "since", "until"],
    ),
    (
        "Invitation",
        "accepted_by",
        "anonymise",
        gettext_noop(
            "Invitations you accepted; others are forgotten after six months."
        ),
        ["organisation__name", "email", "printed_name", "created_at"],
    ),
    (
        "Letter",
        "user",
        "delete",
        gettext_noop(
            "Letters with a code that were made for you, when, and when one was used."
        ),
        ["organisation__name", "badge_number", "made_at", "expires_at", "used_at"],
    ),
    (
        "LetterRun",
        "asked_by",
        "anonymise",
        gettext_noop("Letters for people without an e-mail address that you had made."),
        ["organisation__name", "asked_at", "total"],
    ),
    (
        "Contact",
        "verified_by",
        "keep:editorial accountability, GDPR art. 6(1)(f)",
        gettext_noop("Contacts of services that you verified."),
        ["key", "verified_on"],
    ),
    (
        "Flag",
        "made_by",
        "anonymise",
        gettext_noop("Pilots and funding lines that you marked."),
        ["organisation__name", "kind", "name", "starts_on", "ends_on", "made_at"],
    ),
    (
        "Announcement",
        "made_by",
        "anonymise",
        gettext_noop("Announcements you published."),
        ["organisation__name", "texts", "link", "starts_on", "ends_on", "made_at"],
    ),
)


def declare() -> None:
    """Declare all of it, once the models are there."""
    personal_data.register_tables("organisations", TABLES)
    personal_data.register(
        "organisations.AccountMerge",
        "kept",
        erasure="keep:accountability, GDPR art. 5(2); the address is emptied",
        describe=gettext_noop(
            "Accounts of yours that were merged into one, when and by what address."
        ),
        export=merges_of,
    )
