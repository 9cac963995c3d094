"""Marking a part of the tree: a pilot runs there, or a funding line pays its training."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lms import audit
from lms.errors import DomainError
from organisations.enums import FlagKind
from organisations.models import Flag, Organisation, User


@dataclass(frozen=True)
class FlagTerms:
    """What is to be marked; see Flag."""

    kind: str
    name: str
    starts_on: date
    ends_on: date | None = None


@transaction.atomic
def flag(
    organisation: Organisation, terms: FlagTerms, *, actor: User, now: datetime
) -> Flag:
    """Mark an organisation with everything below it.

    Raises DomainError `order` for a last day before the first, and `nested` where the
    same mark stands on it, above it or below it in some of these days: its people would
    be in the report twice.
    """
    name = " ".join(terms.name.split())
    if terms.ends_on is not None and terms.ends_on < terms.starts_on:
        raise DomainError(
            _("The last day is before the first. Choose a later one."), code="order"
        )
    # Two who mark the same line one above the other wait for each other at its root.
    root = organisation.path.strip("/").partition("/")[0]
    Organisation.objects.select_for_update(no_key=True).get(pk=int(root))
    _refuse_nested(organisation, terms, name)
    made = Flag.objects.create(
        organisation=organisation,
        kind=FlagKind(terms.kind),
        name=name,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        made_by=actor,
        made_at=now,
    )
    _record("organisations.flagged", made, actor, now)
    return made


@transaction.atomic
def end_flag(made: Flag, *, last_day: date, actor: User, now: datetime) -> Flag:
    """Let a mark stand until a day, this included. Raises DomainError `order` for a day
    before its first, `later` for one after its last: other marks may stand there."""
    made = Flag.objects.select_for_update(no_key=True, of=("self",)).get(pk=made.pk)
    if last_day < made.starts_on:
        raise DomainError(
            _("The last day is before the first. Choose a later one."), code="order"
        )
    if made.ends_on is not None and last_day > made.ends_on:
        raise DomainError(
            _("It ends before that day already. Mark it anew from the day after."),
            code="later",
        )
    made.ends_on = last_day
    made.save(update_fields=["ends_on"])
    _record("organisations.flag_ended", made, actor, now)
    return made


@transaction.atomic
def withdraw_flag(made: Flag, *, actor: User, now: datetime) -> Flag:
    """Take back a mark that was wrong from the beginning. Twice is once."""
    made = Flag.objects.select_for_update(no_key=True, of=("self",)).get(pk=made.pk)
    if made.withdrawn_at is None:
        made.withdrawn_at = now
        made.save(update_fields=["withdrawn_at"])
        _record("organisations.flag_withdrawn", made, actor, now)
    return made


def flags_within(organisation: Organisation):
    """What marks an organisation and what is below it, or did."""
    return (
        Flag.objects.standing()
        .filter(organisation__path__startswith=organisation.path)
        .select_related("organisation")
    )


def lines_within(organisation: Organisation) -> list[tuple[str, str]]:
    """(kind, name) of each pilot and funding line there, once, however it is written."""
    found = {}
    rows = flags_within(organisation).order_by("pk")
    for kind, name in rows.values_list("kind", "name"):
        found.setdefault((kind, name.casefold()), (kind, name))
    return sorted(found.values(), key=lambda one: (one[0], one[1].casefold()))


def _refuse_nested(organisation: Organisation, terms: FlagTerms, name: str) -> None:
    same = (
        Flag.objects.standing().filter(kind=terms.kind).select_related("organisation")
    )
    for one in same:
        near = one.organisation.path.startswith(
            organisation.path
        ) or organisation.path.startswith(one.organisation.path)
        if (
            near
            and one.name.casefold() == name.casefold()
            and one.meets(terms.starts_on, terms.ends_on)
        ):
            raise DomainError(
                _(
                    "“%(name)s” stands on %(organisation)s in these days already, and "
                    "that counts for all below it. Choose other days, or end that first."
                )
                % {"name": one.name, "organisation": one.organisation},
                code="nested",
            )


def _record(action: str, made: Flag, actor: User, now: datetime) -> None:
    audit.record(
        action,
        actor=actor,
        subject=made,
        now=now,
        data={
            "kind": made.kind,
            "name": made.name,
            "from": made.starts_on.isoformat(),
            "until": made.ends_on and made.ends_on.isoformat(),
        },
        organisation=made.organisation,
    )
