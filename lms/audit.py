"""The audit log: acts are recorded as they happen and sealed in batches.

A hash chain with one head would make every writer wait for the last one, so
entries are written free of each other and the tick seals them afterwards.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

from lms.models import AuditEntry, AuditSeal

BATCH = 1000
# [subject, organisation, data] of each entry, in the order of the document.
EACH = {
    "postgresql": "one ->> 0, (one ->> 1)::bigint, one -> 2 "
    "FROM jsonb_array_elements(%s::jsonb) WITH ORDINALITY AS given (one, turn) "
    "ORDER BY turn",
    "sqlite": "json_extract(value, '$[0]'), json_extract(value, '$[1]'), "
    "json_extract(value, '$[2]') FROM json_each(%s) ORDER BY key",
}


@dataclass(frozen=True)
class Subject:
    """What was acted on, where there is no model instance to name it by."""

    kind: str
    id: str = ""


@dataclass(frozen=True)
class BrokenSeal:
    """A seal that no longer agrees with its entries or its predecessor."""

    seal_id: int
    reason: str


def record(
    action: str,
    *,
    actor: AbstractBaseUser | None,
    subject: models.Model | Subject,
    now: datetime,
    data: Mapping[str, Any] | None = None,
    organisation: models.Model | int | None = None,
    request_id: str = "",
) -> AuditEntry:
    """Add one entry to the log, in the caller's transaction.

    `action` is "<app>.<past participle>", such as "certificates.revoked".
    `actor` is None when the system acted by itself. `data` holds ids, states and
    reasons as JSON, never names, answers or scores: it is kept for years.
    `organisation` is the organisation or its primary key, None where none is concerned.
    """
    entry = _entry(action, actor, subject, data, now, organisation)
    entry.request_id = request_id[:64]
    entry.save(force_insert=True)
    return entry


def record_all(
    action: str,
    *,
    actor: AbstractBaseUser | None,
    subjects: Mapping[models.Model, Mapping[str, Any]],
    now: datetime,
    organisation: models.Model | int | None = None,
    organisations: Mapping[models.Model, int] | None = None,
) -> None:
    """The same for many subjects at once, each with its own data, in one query. They are
    of one `organisation`, or each of that which `organisations` names."""
    if not subjects:
        return
    of_each = organisations or {}
    of_all = getattr(organisation, "pk", organisation)
    # An act may concern tens of thousands: what differs goes as one document, and what
    # they have in common once.
    entries = json.dumps(
        [
            [_id(subject), of_each.get(subject, of_all), dict(data)]
            for subject, data in subjects.items()
        ],
        cls=DjangoJSONEncoder,
    )
    kinds = {_kind(subject) for subject in subjects}
    if len(kinds) > 1:
        raise ValueError("Subjects of one call are of one kind.")
    common = AuditEntry(
        at=now, action=action, subject_type=kinds.pop(), **_facts_of(actor)
    )
    _insert(common, entries)


def _insert(common: AuditEntry, entries: str) -> None:
    quoted = connection.ops.quote_name
    of_each = [
        AuditEntry._meta.get_field(name)
        for name in ("subject_id", "organisation_id", "data")
    ]
    of_all = [
        field
        for field in AuditEntry._meta.concrete_fields
        if not field.primary_key and field not in of_each
    ]
    columns = ", ".join(quoted(field.column) for field in (*of_all, *of_each))
    values = ", ".join(["%s"] * len(of_all))
    table = quoted(AuditEntry._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) "  # nosec B608 - words of ours
            f"SELECT {values}, {EACH[connection.vendor]}",
            [
                *(
                    field.get_db_prep_save(getattr(common, field.attname), connection)
                    for field in of_all
                ),
                entries,
            ],
        )


def _entry(action, actor, subject, data, now, organisation) -> AuditEntry:
    return AuditEntry(
        at=now,
        action=action,
        subject_type=_kind(subject),
        subject_id=_id(subject),
        organisation_id=getattr(organisation, "pk", organisation),
        data=dict(data or {}),
        **_facts_of(actor),
    )


def _facts_of(actor: AbstractBaseUser | None) -> dict[str, Any]:
    if actor is None:
        return {"actor": None, "actor_key": "", "actor_label": ""}
    return {
        "actor": actor,
        "actor_key": str(actor.pk),
        "actor_label": str(actor)[:200],
    }


def seal_audit(now: datetime) -> int:
    """Seal every entry that has none yet, oldest first; return how many.

    Runs in batches of 1000, one transaction each. Two sealers at once cannot
    fork the chain: the second one fails on the unique `previous` and changes nothing.
    """
    sealed = 0
    while count := _seal_batch(now):
        sealed += count
    return sealed


def verify_seals() -> list[BrokenSeal]:
    """Recompute the whole chain; an empty list means nothing was touched.

    Entries younger than the last seal are not covered yet.
    """
    broken = []
    previous = ""
    for seal in AuditSeal.objects.order_by("pk").iterator():
        entries = list(
            AuditEntry.objects.filter(seal=seal).order_by("pk")[: seal.entries + 1]
        )
        if seal.previous != previous:
            broken.append(
                BrokenSeal(seal.pk, "the seal before it is missing or changed")
            )
        elif len(entries) != seal.entries:
            broken.append(BrokenSeal(seal.pk, "entries were removed or added"))
        elif _hash(previous, entries) != seal.hash:
            broken.append(BrokenSeal(seal.pk, "entries were changed"))
        previous = seal.hash
    return broken


def forget_actor(user: AbstractBaseUser) -> int:
    """Empty the name of an erased person in the log; return the number of entries.

    The account's key stays as a pseudonym: that something was done, and by one
    and the same account, is the accountability the law asks for.
    """
    entries = AuditEntry._base_manager.filter(actor_key=str(user.pk))
    return entries.update(actor=None, actor_label="")


@transaction.atomic
def _seal_batch(now: datetime) -> int:
    last = AuditSeal.objects.select_for_update().order_by("-pk").first()
    entries = list(AuditEntry.objects.filter(seal=None).order_by("pk")[:BATCH])
    if not entries:
        return 0
    previous = last.hash if last else ""
    seal = AuditSeal.objects.create(
        at=now,
        from_id=entries[0].pk,
        to_id=entries[-1].pk,
        entries=len(entries),
        hash=_hash(previous, entries),
        previous=previous,
    )
    # The base manager: joining a seal is the one change an entry ever sees.
    AuditEntry._base_manager.filter(pk__in=[entry.pk for entry in entries]).update(
        seal=seal
    )
    return len(entries)


def _hash(previous: str, entries: list[AuditEntry]) -> str:
    digest = hashlib.sha256(previous.encode())
    for entry in entries:
        digest.update(_canonical(entry))
        digest.update(b"\n")
    return digest.hexdigest()


def _canonical(entry: AuditEntry) -> bytes:
    # Not the actor's name and foreign key: both are emptied on erasure.
    facts = [
        entry.pk,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor_key,
        entry.action,
        entry.subject_type,
        entry.subject_id,
        entry.organisation_id,
        entry.data,
        entry.request_id,
    ]
    return json.dumps(
        facts, sort_keys=True, separators=(",", ":"), cls=DjangoJSONEncoder
    ).encode()


def _kind(subject: models.Model | Subject) -> str:
    return subject.kind if isinstance(subject, Subject) else subject._meta.label


def _id(subject: models.Model | Subject) -> str:
    return subject.id if isinstance(subject, Subject) else str(subject.pk)
