"""What people tell about themselves."""

import unicodedata
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lms import audit
from lms.errors import DomainError
from organisations.domain.groups import sync_all_groups, sync_groups
from organisations.models import Sector, User
from organisations.signals import name_checked, profile_changed

__all__ = [
    "check_name",
    "clean_printed_name",
    "set_organisation_wish",
    "sync_all_groups",
    "sync_groups",
    "update_profile",
]


def clean_printed_name(name: str) -> str:
    """The name as it can be printed: composed letters, single spaces, no control signs.

    Raises DomainError `no_name` when nothing is left, `name_unprintable` for signs
    that cannot stand on paper.
    """
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if not name:
        raise DomainError(
            _("Write your name as it should stand on your certificate."), code="no_name"
        )
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cs"} for sign in name):
        raise DomainError(
            _("This name holds signs that cannot be printed. Type it again."),
            code="name_unprintable",
        )
    return name


@transaction.atomic
def update_profile(
    user: User,
    *,
    printed_name: str,
    sector: Sector | None,
    language: str,
    now: datetime,
) -> list[str]:
    """Change what a person says of themselves; return the names of changed fields.

    They have read their printed name in the form they say it with, and it counts as
    checked. Raises DomainError `no_name`, `name_unprintable`, or `no_such_language`.
    """
    if language not in dict(settings.LANGUAGES):
        raise DomainError(
            _("Relay does not speak this language yet."), code="no_such_language"
        )
    changed = _change(
        user,
        {
            "printed_name": clean_printed_name(printed_name),
            "sector": sector,
            "language": language,
        },
        now=now,
    )
    check_name(user, now=now)
    return changed


@transaction.atomic
def check_name(user: User, *, now: datetime) -> None:
    """Note that a person has read the name that is printed on their certificates.

    Only they themselves can. Raises DomainError `no_name` when there is none to read.
    """
    clean_printed_name(user.printed_name)
    is_first = user.name_checked_at is None
    user.name_checked_at = now
    user.save(update_fields=["name_checked_at"])
    if not is_first:
        return
    audit.record("organisations.name_checked", actor=user, subject=user, now=now)
    transaction.on_commit(
        lambda: name_checked.send_robust(sender=User, user_id=user.pk)
    )


@transaction.atomic
def set_organisation_wish(user: User, wish: str, *, now: datetime) -> list[str]:
    """Note which organisation a person misses; "" when they miss none any more."""
    return _change(user, {"organisation_wish": " ".join(wish.split())}, now=now)


def _change(user: User, values: dict[str, object], *, now: datetime) -> list[str]:
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    changed = [name for name, value in values.items() if getattr(user, name) != value]
    if not changed:
        return []
    for name in changed:
        setattr(user, name, values[name])
    user.save(update_fields=changed)
    audit.record(
        "organisations.profile_changed",
        actor=user,
        subject=user,
        now=now,
        data={"fields": changed},
    )
    transaction.on_commit(
        lambda: profile_changed.send_robust(
            sender=User, user_id=user.pk, fields=changed
        )
    )
    return changed
