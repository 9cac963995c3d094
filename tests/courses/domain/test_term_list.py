"""Keeping the list of terms: nothing goes without a reason, nothing is deleted."""

import pytest
from django.db import IntegrityError, transaction

from courses.domain.checklist.words import check_words
from courses.domain.terms import put_back, save_term, withdraw_term
from courses.models import Term
from lms.errors import DomainError
from lms.models import AuditEntry
from tests.factories.facts import english_fact

WHY = "The word is used by those it names."


@pytest.fixture
def term(db):
    return Term.objects.create(
        language="en", key="hotbed", forms="hotbed*", reason="Why not.", suggestion="A."
    )


def entries(action) -> list[dict]:
    rows = AuditEntry.objects.filter(action=f"courses.term_{action}").order_by("pk")
    return [row.data for row in rows]


def test_what_a_term_said_before_stays_to_be_read(alice, now, db):
    term = Term(language="en", key="new", forms="new word", reason="R", suggestion="S")
    save_term(term, actor=alice, now=now)
    term.suggestion = "Rather this."
    save_term(term, actor=alice, now=now)

    (added,), (changed,) = entries("added"), entries("changed")
    assert added["before"] is None
    assert (changed["before"]["suggestion"], changed["after"]["suggestion"]) == (
        "S",
        "Rather this.",
    )


def test_texts_are_not_read_for_what_is_withdrawn_until_it_is_back(
    term, alice, beekstad, now
):
    fact = english_fact(beekstad)
    fact.text = "This street is a hotbed."
    assert [one.subject for one in check_words(fact)] == ["hotbed"]

    withdraw_term(term, reason=WHY, actor=alice, now=now)
    assert list(check_words(fact)) == []
    put_back(term, actor=alice, now=now)
    assert [one.subject for one in check_words(fact)] == ["hotbed"]
    assert [one["why"] for one in entries("withdrawn")] == [WHY]
    assert len(entries("put_back")) == 1


def test_twice_is_once(term, alice, now):
    for _time in range(2):
        withdraw_term(term, reason=WHY, actor=alice, now=now)
    for _time in range(2):
        put_back(term, actor=alice, now=now)
    assert (len(entries("withdrawn")), len(entries("put_back"))) == (1, 1)


def test_it_goes_with_a_reason_only(term, alice, now):
    with pytest.raises(DomainError) as refused:
        withdraw_term(term, reason="Too strict", actor=alice, now=now)
    assert refused.value.code == "too_short"
    term.refresh_from_db()
    assert term.withdrawn_at is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Term.objects.filter(pk=term.pk).update(withdrawn_at=now)


def test_a_term_is_never_deleted(term):
    with pytest.raises(DomainError, match="withdrawn, not deleted"):
        term.delete()
    assert Term.objects.filter(pk=term.pk).exists()


def test_the_starter_list_does_not_bring_back_what_was_withdrawn(alice, now, db):
    from courses.seeding import write_terms

    write_terms()
    term = Term.objects.filter(language="en").first()
    withdraw_term(term, reason=WHY, actor=alice, now=now)

    assert write_terms() == 0
    assert Term.objects.get(pk=term.pk).withdrawn_at == now
