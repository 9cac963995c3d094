"""Another signatory from a day on: planned, applied by itself, kept in a history.

Certificates hold the words they were printed with, so what was issued keeps its
signatory.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from certificates.domain.designs.uses import signing_by_design
from certificates.domain.oversight.asking import issuers_of
from certificates.models import (
    CertificateRule,
    SignatoryChange,
    SignatoryChangeRule,
    day_of,
)
from lms import audit
from lms.errors import DomainError


def rules_of(user) -> QuerySet[CertificateRule]:
    """The rules of the bodies whose register a person oversees."""
    return (
        CertificateRule.objects.filter(issuer__in=issuers_of(user).values("pk"))
        .select_related("course", "sector", "issuer", "design")
        .order_by("issuer__name", "prefix", "pk")
    )


def signatory_changes_of(user) -> QuerySet[SignatoryChange]:
    """The changes of those bodies, the latest day first."""
    return (
        SignatoryChange.objects.filter(issuer__in=issuers_of(user).values("pk"))
        .select_related("issuer", "made_by")
        .prefetch_related("rules")
    )


@dataclass(frozen=True)
class Looked:
    """A rule as a change would find it: who signs now, and whether its design says who
    signs, so that the change would not be seen on what it prints."""

    label: str
    before: str
    is_by_design: bool


def look_at(
    rules: Iterable[CertificateRule], from_day: date, *, now: datetime
) -> list[Looked]:
    """What a change would find. Raises DomainError `in_the_past` as plan_signatory."""
    _refuse_past(from_day, now)
    rules = list(rules)
    by_design = signing_by_design(rules)
    return [
        Looked(label_of(rule), rule.signatory_name, rule.pk in by_design)
        for rule in rules
    ]


@transaction.atomic
def plan_signatory(
    rules: Iterable[CertificateRule],
    *,
    name: str,
    titles: Mapping[str, str],
    from_day: date,
    actor,
    now: datetime,
) -> list[SignatoryChange]:
    """Have these rules print another signatory from a day on; at once from today.

    One change for each issuer. Raises DomainError `no_rules` without a rule the person
    oversees, and `in_the_past` for a day before today.
    """
    _refuse_past(from_day, now)
    by_issuer = defaultdict(list)
    for rule in rules_of(actor).filter(pk__in=[rule.pk for rule in rules]):
        by_issuer[rule.issuer_id].append(rule)
    if not by_issuer:
        raise DomainError(_("Choose at least one rule."), code="no_rules")
    made = [
        _planned(issuer, theirs, name, titles, from_day, actor=actor, now=now)
        for issuer, theirs in by_issuer.items()
    ]
    apply_due(now)
    for change in made:
        change.refresh_from_db()
    return made


@transaction.atomic
def withdraw_signatory(change: SignatoryChange, *, actor, now: datetime) -> None:
    """Leave the signatory as it is. Raises DomainError `not_waiting` for a change that
    was applied or withdrawn before."""
    locked = SignatoryChange.objects.select_for_update().get(pk=change.pk)
    if not locked.waits:
        raise DomainError(
            _("This change was applied or withdrawn before."), code="not_waiting"
        )
    locked.withdrawn_at = now
    locked.save(update_fields=["withdrawn_at"])
    _record("certificates.signatory_withdrawn", locked, actor=actor, now=now)


def apply_due(now: datetime) -> int:
    """Change the rules whose day has come, the earliest first; return how many changes
    were applied. Again is without effect."""
    due = SignatoryChange.objects.filter(
        applied_at=None, withdrawn_at=None, from_day__lte=day_of(now)
    ).order_by("from_day", "pk")
    return sum(_applied(pk, now=now) for pk in list(due.values_list("pk", flat=True)))


def _refuse_past(from_day: date, now: datetime) -> None:
    if from_day < day_of(now):
        raise DomainError(
            _("Choose today or a later day: what was issued keeps its signatory."),
            code="in_the_past",
        )


def _planned(
    issuer_id: int,
    rules: list[CertificateRule],
    name: str,
    titles: Mapping[str, str],
    from_day: date,
    *,
    actor,
    now: datetime,
) -> SignatoryChange:
    change = SignatoryChange.objects.create(
        issuer_id=issuer_id,
        name=name,
        titles=dict(titles),
        from_day=from_day,
        made_at=now,
        made_by=actor,
    )
    SignatoryChangeRule.objects.bulk_create(
        SignatoryChangeRule(change=change, rule=rule, label=label_of(rule))
        for rule in rules
    )
    _record("certificates.signatory_planned", change, actor=actor, now=now)
    return change


def label_of(rule: CertificateRule) -> str:
    """A rule in a few words: the beginning of its numbers, its course and its sector."""
    sector = rule.sector_id or _("every sector")
    return f"{rule.prefix}, {rule.course.code}, {sector}"[:120]


@transaction.atomic
def _applied(pk: int, *, now: datetime) -> bool:
    change = SignatoryChange.objects.select_for_update().get(pk=pk)
    if not change.waits:
        return False
    for row in change.rules.select_related("rule"):
        rule = row.rule
        # A rule that is gone, or belongs to another body now, is left alone.
        if rule is None or rule.issuer_id != change.issuer_id:
            continue
        row.name_before, row.titles_before = rule.signatory_name, rule.signatory_titles
        row.save(update_fields=["name_before", "titles_before"])
        rule.signatory_name, rule.signatory_titles = change.name, change.titles
        rule.save(update_fields=["signatory_name", "signatory_titles"])
    change.applied_at = now
    change.save(update_fields=["applied_at"])
    _record("certificates.signatory_changed", change, actor=change.made_by, now=now)
    return True


def _record(action: str, change: SignatoryChange, *, actor, now: datetime) -> None:
    audit.record(
        action,
        actor=actor,
        subject=change,
        organisation=change.issuer_id,
        data={
            "from": change.from_day,
            "rules": list(change.rules.values_list("rule", flat=True)),
        },
        now=now,
    )
