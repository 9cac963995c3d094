"""Keeping the list of words that can stigmatise (ETHICS N1): what is taken off it stays
to be read, with who did it and why."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from courses.domain.checklist.reasons import LEAST_WORDS
from courses.models import Term
from lms.audit import record
from lms.errors import DomainError

# What an entry of the audit log tells of a term before and after.
TOLD = ("language", "key", "forms", "reason", "suggestion", "is_only_for_youth")


def told_of(term: Term) -> dict:
    """What the list says about a term, for the audit log."""
    return {name: getattr(term, name) for name in TOLD}


@transaction.atomic
def save_term(term: Term, *, actor, now: datetime) -> Term:
    """Put a term on the list, or change it; what it said before is in the audit log."""
    before = Term.objects.filter(pk=term.pk).first()
    term.save()
    record(
        "courses.term_changed" if before else "courses.term_added",
        actor=actor,
        subject=term,
        now=now,
        data={"before": told_of(before) if before else None, "after": told_of(term)},
    )
    return term


@transaction.atomic
def withdraw_term(term: Term, *, reason: str, actor, now: datetime) -> Term:
    """Take a term off the list: texts are no longer read for it. Raises DomainError
    without a reason ("too_short")."""
    if len(reason.split()) < LEAST_WORDS:
        raise DomainError(
            _("Write a sentence, so that others understand why it goes."),
            code="too_short",
        )
    term = Term.objects.select_for_update().get(pk=term.pk)
    if term.withdrawn_at is None:
        term.withdrawn_at, term.withdrawn_why = now, reason.strip()
        _save(term, "courses.term_withdrawn", actor, now)
    return term


@transaction.atomic
def put_back(term: Term, *, actor, now: datetime) -> Term:
    """Texts are read for it again."""
    term = Term.objects.select_for_update().get(pk=term.pk)
    if term.withdrawn_at is not None:
        term.withdrawn_at, term.withdrawn_why = None, ""
        _save(term, "courses.term_put_back", actor, now)
    return term


def _save(term: Term, action: str, actor, now: datetime) -> None:
    term.save(update_fields=["withdrawn_at", "withdrawn_why"])
    record(
        action,
        actor=actor,
        subject=term,
        now=now,
        data={"language": term.language, "key": term.key, "why": term.withdrawn_why},
    )
