"""The personal data of this app: whose it is, on what ground it is kept, and what of it
its person gets."""

from django.utils.translation import gettext_noop

from lms import personal_data

# Model, the path to its person, what becomes of it, what it is, the fields of its export.
TABLES = (
    (
        "DirectoryPerson",
        "user",
        "delete",
        gettext_noop(
            "What the directory of your employer says of you; forgotten when it takes "
            "you out."
        ),
        [
            "organisation__name",
            "user_name",
            "external_id",
            "display_name",
            "full_name",
            "given_name",
            "family_name",
            "email",
            "title",
            "employee_number",
            "language",
            "is_active",
            "made_at",
            "changed_at",
        ],
    ),
    (
        "DirectoryGroupMember",
        "person__user",
        "delete",
        gettext_noop("The groups in which your employer's directory has you."),
        ["group__organisation__name", "group__name"],
    ),
    (
        "AccessToken",
        "made_by",
        "anonymise",
        gettext_noop("Access for programs that you gave or withdrew."),
        ["organisation__name", "name", "made_at", "expires_at", "withdrawn_at"],
    ),
)


def declare() -> None:
    """Declare all of it, once the models are there."""
    personal_data.register_tables("interop", TABLES)
