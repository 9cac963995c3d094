"""What becomes of everything that names a person when two accounts are one person's.

Every app says it of its own tables in `AppConfig.ready`, key by key: it goes over to
the account that is kept, it stays as a trace with the one that is not, or a function of
the app brings the two together. A test asks `unruled_keys()` for what was forgotten.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import IntegrityError, models, transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from lms import personal_data

if TYPE_CHECKING:
    # Only for the checker: an AppConfig imports this module before models exist.
    from django.contrib.auth.models import AbstractBaseUser


@dataclass(frozen=True)
class Merge:
    """Two accounts of one person: everything of `merged` goes over to `kept`."""

    kept: AbstractBaseUser
    merged: AbstractBaseUser
    actor: AbstractBaseUser | None
    now: datetime


class Fate(Enum):
    """What becomes of the rows of the account that is not kept."""

    MOVE = "move"
    # Where a rule of the table lets it: what the kept account has as well stays behind.
    MOVE_WHERE_FREE = "move where free"
    # A log says which account did it, also after the account was merged.
    STAY = "stay"


@dataclass(frozen=True)
class MoveUnlessAbout:
    """Rows go over where free, except what the account did about either of the two:
    nobody becomes their own judge. `person` is the path to whom a row is about."""

    person: str


# A function brings the rows of both together, and returns how many it touched.
Joiner = Callable[[Merge], int]

# The row is the person's pseudonym's; the field holds no key (lms.pseudonyms).
PSEUDONYM = "pseudonym"

WORDS = {
    Fate.MOVE: _("Goes over to the account that is kept."),
    Fate.MOVE_WHERE_FREE: _(
        "Goes over to the account that is kept, except what it has already."
    ),
    Fate.STAY: _("Stays with the old account, as a trace."),
}
UNLESS_ABOUT = _(
    "Goes over to the account that is kept, except what was decided about one of the "
    "two: that stays with the old account."
)
JOINED = _("Both are brought together in the account that is kept.")

PACKAGE_RULES: dict[str, dict[str, Fate]] = {
    "admin.LogEntry": {"user": Fate.STAY},
    "wagtailusers.UserProfile": {"user": Fate.STAY},
    "wagtailadmin.EditingSession": {"user": Fate.STAY},
    "wagtailadmin.FormState": {"user": Fate.STAY},
    # A key of a closed account opens nothing, and must not open another one's.
    "wagtailcore.APIToken": {"user": Fate.STAY},
    "wagtailcore.Page": {"owner": Fate.MOVE, "locked_by": Fate.MOVE},
    "wagtailcore.Revision": {"user": Fate.MOVE},
    "wagtailcore.PageLogEntry": {"user": Fate.STAY},
    "wagtailcore.ModelLogEntry": {"user": Fate.STAY},
    "wagtailcore.Comment": {"user": Fate.MOVE, "resolved_by": Fate.MOVE},
    "wagtailcore.CommentReply": {"user": Fate.MOVE},
    "wagtailcore.PageSubscription": {"user": Fate.MOVE_WHERE_FREE},
    "wagtailcore.TaskState": {"finished_by": Fate.MOVE},
    "wagtailcore.WorkflowState": {"requested_by": Fate.MOVE},
    "wagtailcore.UploadedFile": {"uploaded_by_user": Fate.MOVE},
    "wagtailimages.Image": {"uploaded_by_user": Fate.MOVE},
    "wagtaildocs.Document": {"uploaded_by_user": Fate.MOVE},
    "wagtail_localize.StringTranslation": {"last_translated_by": Fate.MOVE},
    "wagtail_localize.SegmentOverride": {"last_translated_by": Fate.MOVE},
}

_rules: dict[tuple[str, str], Fate | MoveUnlessAbout | Joiner] = {}


@dataclass(frozen=True)
class Detail:
    """Something that both accounts are compared by, in words: what `lines` says of a
    person, one line for each thing they have."""

    label: object
    lines: Callable[[AbstractBaseUser], list[str]]


# Shown side by side before anything is merged, in the order of registration.
details: list[Detail] = []

# What is worth a word of its own before anything is merged: of the account that is kept
# and the one that is not, one line for each thing.
Words = Callable[["AbstractBaseUser", "AbstractBaseUser"], list[str]]
_words: list[Words] = []

# (label, names of keys to a person) of tables whose rows others lock before they write
# the name of a person.
_locked: list[tuple[str, tuple[str, ...]]] = []


@dataclass(frozen=True)
class Line:
    """A table in which at least one of the two has rows, and what becomes of them."""

    label: str
    kept: int
    merged: int
    words: object


def register(model_label: str, **fates: Fate | MoveUnlessAbout | Joiner) -> None:
    """Say what becomes of each key to a person in a table; call it from
    `AppConfig.ready`. Again is without effect."""
    for name, fate in fates.items():
        _rules[model_label, name] = fate


def compare_by(label: object, lines: Callable[[AbstractBaseUser], list[str]]) -> None:
    """Show something of both accounts side by side before they are merged; call it from
    `AppConfig.ready`. Again is without effect."""
    detail = Detail(label, lines)
    if detail not in details:
        details.append(detail)


def say_before(words: Words) -> None:
    """Say what would become of two accounts that nobody would expect; call it from
    `AppConfig.ready`. Again is without effect."""
    if words not in _words:
        _words.append(words)


def said_before(kept: AbstractBaseUser, merged: AbstractBaseUser) -> list[str]:
    """What whoever merges these two should have read."""
    return [line for words in _words for line in words(kept, merged)]


def lock_first(model_label: str, *names: str) -> None:
    """Lock the rows of a table that name one of the two by a key, or a path to one,
    before the people themselves, as whoever writes them does: nobody waits in a circle.
    Call it from `AppConfig.ready`. Again is without effect."""
    if (model_label, names) not in _locked:
        _locked.append((model_label, names))


def lock_rows(kept: AbstractBaseUser, merged: AbstractBaseUser) -> None:
    """Take those locks in the order of registration, by which floors above come before
    those below, and each table's in the order of its keys; the caller locks the people
    next."""
    for label, names in _locked:
        about = Q()
        for name in names:
            about |= Q(**{f"{name}__in": (kept.pk, merged.pk)})
        rows = apps.get_model(label)._base_manager.filter(about).only("pk")
        list(rows.select_for_update(of=("self",)).order_by("pk"))


def unruled_keys() -> list[str]:
    """Names ("app.Model.field") of every key to the user, and every table kept under
    pseudonyms, of which nobody has said what becomes of it."""
    keys = [
        (model._meta.label, field.name)
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy
        for field in _keys_of(model)
    ]
    keys += [
        (one.model_label, PSEUDONYM)
        for one in personal_data.declared()
        if one.person_path == PSEUDONYM
    ]
    return sorted(".".join(key) for key in keys if key not in _rules)


def carry_over(merge: Merge) -> dict[str, int]:
    """Do with every key what its app said; return how many rows of each table were
    touched. The caller holds the locks on both people. Again finds nothing to do."""
    touched: dict[str, int] = {}
    for (label, name), fate in sorted(_rules.items(), key=lambda rule: rule[0]):
        if count := _apply(fate, merge, label, name):
            touched[label] = touched.get(label, 0) + count
    return touched


def preview(kept: AbstractBaseUser, merged: AbstractBaseUser) -> list[Line]:
    """What both have, table by table, with what will become of it; one query for each
    key. Rows under a pseudonym are not counted: that would join them to their person."""
    lines = []
    for (label, name), fate in sorted(_rules.items(), key=lambda rule: rule[0]):
        if name == PSEUDONYM:
            continue
        model = apps.get_model(label)
        counts = model._base_manager.aggregate(
            # Named so that no table has a column called the same.
            rows_of_kept=Count("pk", filter=Q(**{name: kept.pk})),
            rows_of_merged=Count("pk", filter=Q(**{name: merged.pk})),
        )
        if any(counts.values()):
            lines.append(Line(_label(model, name), *counts.values(), _words_on(fate)))
    return sorted(lines, key=lambda line: line.label.casefold())


def move(queryset: models.QuerySet, **values: object) -> int:
    """Give rows new values, each where the rules of its table let it; return how many
    took them."""
    try:
        with transaction.atomic():
            return queryset.update(**values)
    except IntegrityError:
        return sum(
            _move_one(queryset.model, pk, values)
            for pk in list(queryset.values_list("pk", flat=True))
        )


def declare_packages() -> None:
    """What becomes of the tables of the kernel and of the packages we use."""
    register("lms.AuditEntry", actor=Fate.STAY)
    # It is about an address, whoever has it.
    register("lms.UndeliverableAddress", pseudonym=Fate.STAY)
    installed = {
        model._meta.label for model in apps.get_models(include_auto_created=True)
    }
    for model_label, fates in PACKAGE_RULES.items():
        if model_label in installed:
            register(model_label, **fates)


def _words_on(fate: Fate | MoveUnlessAbout | Joiner) -> object:
    if isinstance(fate, MoveUnlessAbout):
        return UNLESS_ABOUT
    return WORDS[fate] if isinstance(fate, Fate) else JOINED


def _apply(
    fate: Fate | MoveUnlessAbout | Joiner, merge: Merge, label: str, name: str
) -> int:
    if fate is Fate.STAY:
        return 0
    if not isinstance(fate, Fate | MoveUnlessAbout):
        return fate(merge)
    rows = apps.get_model(label)._base_manager.filter(**{name: merge.merged.pk})
    values = {name: merge.kept.pk}
    if isinstance(fate, MoveUnlessAbout):
        # Whoever comes first of the two: what it is about may have gone over already.
        both = (merge.kept.pk, merge.merged.pk)
        about = rows.filter(**{f"{fate.person}__in": both})
        rows = rows.exclude(pk__in=list(about.values_list("pk", flat=True)))
    return rows.update(**values) if fate is Fate.MOVE else move(rows, **values)


def _move_one(model: type[models.Model], pk: object, values: dict[str, object]) -> int:
    try:
        with transaction.atomic():
            return model._base_manager.filter(pk=pk).update(**values)
    except IntegrityError:
        return 0


def _keys_of(model: type[models.Model]) -> list[models.ForeignKey]:
    user = get_user_model()
    return [
        field
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey)
        and field.related_model._meta.concrete_model is user
    ]


def _label(model: type[models.Model], name: str) -> str:
    plural = str(model._meta.verbose_name_plural)
    key = str(model._meta.get_field(name).verbose_name)
    return f"{plural[:1].upper()}{plural[1:]} ({key})"
