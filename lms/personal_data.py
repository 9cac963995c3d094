"""Which tables hold personal data, whose it is and what becomes of it.

Every app declares its tables in `AppConfig.ready`. A test asks
`undeclared_tables()` for what was forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext_noop

if TYPE_CHECKING:
    # Only for the checker: an AppConfig imports this module before models exist.
    from django.contrib.auth.models import AbstractBaseUser

Rows = list[dict[str, Any]]
Export = Callable[["AbstractBaseUser"], Rows]

ERASURES = ("delete", "anonymise")

EDITORIAL = "keep:editorial accountability, GDPR art. 6(1)(f)"

# Label, path to the person, erasure, description, exported fields (none: not exported).
PACKAGE_TABLES = (
    (
        "account.EmailAddress",
        "user",
        "delete",
        gettext_noop("Your e-mail addresses."),
        ("email", "verified", "primary"),
    ),
    (
        "account.EmailConfirmation",
        "email_address__user",
        "delete",
        gettext_noop("Confirmations of an e-mail address under way."),
        (),
    ),
    (
        "mfa.Authenticator",
        "user",
        "delete",
        gettext_noop("Passkeys and one-time codes you sign in with."),
        ("type", "created_at", "last_used_at"),
    ),
    (
        "socialaccount.SocialAccount",
        "user",
        "delete",
        gettext_noop("Accounts elsewhere that you sign in with."),
        ("provider", "uid", "date_joined", "last_login"),
    ),
    (
        "socialaccount.SocialToken",
        "account__user",
        "delete",
        gettext_noop("Keys to accounts elsewhere."),
        (),
    ),
    (
        "usersessions.UserSession",
        "user",
        "delete",
        gettext_noop("Where you are signed in."),
        ("created_at", "ip", "last_seen_at", "user_agent"),
    ),
    (
        "admin.LogEntry",
        "user",
        "delete",
        gettext_noop("What you changed in Django's admin."),
        ("action_time", "object_repr"),
    ),
    (
        "wagtailusers.UserProfile",
        "user",
        "delete",
        gettext_noop("Your settings as an editor."),
        ("preferred_language", "current_time_zone", "theme"),
    ),
    (
        "wagtailadmin.EditingSession",
        "user",
        "delete",
        gettext_noop("Which page you have open in the editor."),
        (),
    ),
    (
        "wagtailadmin.FormState",
        "user",
        "delete",
        gettext_noop("What you set in the editor's forms."),
        (),
    ),
    (
        "wagtailcore.APIToken",
        "user",
        "delete",
        gettext_noop("Keys with which programs act for you."),
        (),
    ),
    (
        "wagtailcore.Page",
        "owner",
        "anonymise",
        gettext_noop("Pages you made."),
        ("id", "title", "first_published_at"),
    ),
    (
        "wagtailcore.Revision",
        "user",
        "anonymise",
        gettext_noop("Versions of pages you saved."),
        ("id", "created_at", "object_str"),
    ),
    (
        "wagtailcore.PageLogEntry",
        "user",
        EDITORIAL,
        gettext_noop("What you did to pages."),
        ("timestamp", "action", "label"),
    ),
    (
        "wagtailcore.ModelLogEntry",
        "user",
        EDITORIAL,
        gettext_noop("What you did to other content."),
        ("timestamp", "action", "label"),
    ),
    (
        "wagtailcore.Comment",
        "user",
        "delete",
        gettext_noop("Your comments in the editor."),
        ("created_at", "text"),
    ),
    (
        "wagtailcore.CommentReply",
        "user",
        "delete",
        gettext_noop("Your replies to comments in the editor."),
        ("created_at", "text"),
    ),
    (
        "wagtailcore.PageSubscription",
        "user",
        "delete",
        gettext_noop("Pages whose comments you follow."),
        ("page_id",),
    ),
    (
        "wagtailcore.TaskState",
        "finished_by",
        "anonymise",
        gettext_noop("Steps of a workflow you closed."),
        ("finished_at", "comment"),
    ),
    (
        "wagtailcore.WorkflowState",
        "requested_by",
        "anonymise",
        gettext_noop("Workflows you started."),
        ("created_at", "status"),
    ),
    (
        "wagtailcore.UploadedFile",
        "uploaded_by_user",
        "delete",
        gettext_noop("Uploads you have not finished."),
        ("id",),
    ),
    (
        "wagtailimages.Image",
        "uploaded_by_user",
        "anonymise",
        gettext_noop("Images you uploaded."),
        ("title", "created_at"),
    ),
    (
        "wagtaildocs.Document",
        "uploaded_by_user",
        "anonymise",
        gettext_noop("Documents you uploaded."),
        ("title", "created_at"),
    ),
    (
        "wagtail_localize.StringTranslation",
        "last_translated_by",
        "anonymise",
        gettext_noop("Sentences you translated."),
        ("updated_at", "data"),
    ),
    (
        "wagtail_localize.SegmentOverride",
        "last_translated_by",
        "anonymise",
        gettext_noop("Parts of a translation you replaced."),
        ("updated_at",),
    ),
)


@dataclass(frozen=True)
class Declaration:
    """What one table knows about a person and what erasure does to it."""

    model_label: str
    person_path: str
    export: Export | None
    erasure: str
    describe: str

    @property
    def legal_basis(self) -> str:
        """Why the rows are kept; empty when erasure deletes or anonymises them."""
        return self.erasure.partition("keep:")[2].strip()


_declarations: dict[str, Declaration] = {}


def register(
    model_label: str,
    person_path: str,
    *,
    erasure: str,
    describe: str,
    export: Export | None = None,
) -> Declaration:
    """Declare one table; call it from `AppConfig.ready`.

    `model_label` is "app.Model" as in `Model._meta.label`. `person_path` is the
    lookup from the row to the user ("user", "enrolment__user"), "self" for the table of
    users, or "pseudonym" where only lms.pseudonyms leads from a person to their rows.
    `erasure` is "delete", "anonymise" or "keep:<legal basis>".
    `describe` is one sentence for the processing register and for the person's
    own export. `export` returns the person's rows as dicts of plain values; None
    means the export names the table but holds none of its rows, for secrets.
    Raises ValueError for another word in `erasure` and for a table declared twice.
    """
    declaration = Declaration(model_label, person_path, export, erasure, describe)
    if erasure not in ERASURES and not declaration.legal_basis:
        raise ValueError(f"{model_label}: {erasure!r} is no way to erase")
    if model_label in _declarations:
        raise ValueError(f"{model_label} is declared already")
    _declarations[model_label] = declaration
    return declaration


def register_tables(
    app: str, tables: Iterable[tuple[str, str, str, str, Sequence[str]]]
) -> None:
    """Declare tables of an app that are exported by their fields: of each its model, the
    path to its person, what becomes of it, what it is, and the names of the fields."""
    for model, person_path, erasure, describe, names in tables:
        label = f"{app}.{model}"
        export = fields(label, person_path, names)
        register(label, person_path, erasure=erasure, describe=describe, export=export)


def fields(model_label: str, person_path: str, names: Sequence[str]) -> Export:
    """An `export` that lists these fields of every row of the person, oldest first."""

    def export(user: AbstractBaseUser) -> Rows:
        model = apps.get_model(model_label)
        lookup = {"pk" if person_path == "self" else person_path: user.pk}
        return list(model._base_manager.filter(**lookup).order_by("pk").values(*names))

    return export


def declared() -> list[Declaration]:
    """All declarations, in the order of their labels."""
    return [_declarations[label] for label in sorted(_declarations)]


def undeclared_tables() -> list[str]:
    """Labels of concrete tables with a key to the user, or of users, not declared.

    Follows direct foreign keys and one-to-one keys only; a table that reaches a
    person by a detour has to be thought of by the one who writes it.
    """
    user = get_user_model()
    return sorted(
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy
        and model._meta.label not in _declarations
        and (model is user or _points_to(model, user))
    )


def export_person(user: AbstractBaseUser) -> dict[str, dict[str, Any]]:
    """Everything declared about one person, by table, tables without rows left out.

    Each value holds "describe", "erasure" and "rows"; rows may hold dates and
    decimals, so serialise with `DjangoJSONEncoder`.
    """
    exported = {}
    for declaration in declared():
        rows = declaration.export(user) if declaration.export else []
        if rows:
            exported[declaration.model_label] = {
                "describe": declaration.describe,
                "erasure": declaration.erasure,
                "rows": rows,
            }
    return exported


def _points_to(model: type[models.Model], user: type[models.Model]) -> bool:
    return any(
        isinstance(field, models.ForeignKey)
        and field.related_model._meta.concrete_model is user
        for field in model._meta.local_fields
    )


def declare_kernel() -> None:
    """Declare the kernel's own tables."""
    register(
        "lms.AuditEntry",
        "actor",
        erasure="keep:accountability, GDPR art. 5(2); the name is emptied",
        describe=gettext_noop(
            "What you did that others must be able to check afterwards."
        ),
        export=fields(
            "lms.AuditEntry", "actor", ["at", "action", "subject_type", "subject_id"]
        ),
    )


def declare_packages() -> None:
    """Declare the tables of the packages we use, as far as they are installed."""
    installed = {
        model._meta.label for model in apps.get_models(include_auto_created=True)
    }
    for model_label, person_path, erasure, describe, names in PACKAGE_TABLES:
        if model_label in installed:
            register(
                model_label,
                person_path,
                erasure=erasure,
                describe=describe,
                export=fields(model_label, person_path, names) if names else None,
            )
    for table, describe in (
        ("groups", gettext_noop("Which groups of editors you belong to.")),
        ("user_permissions", gettext_noop("Permissions given to you alone.")),
    ):
        relation = getattr(get_user_model(), table, None)
        if relation is not None:
            # Named by the user model, whichever that is; it holds nothing but two keys.
            register(
                relation.through._meta.label,
                relation.field.m2m_field_name(),
                erasure="delete",
                describe=describe,
            )
