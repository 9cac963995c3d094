import pytest

from courses.domain.checklist.reasons import (
    answered,
    give_reason,
    may_give_reason,
    reasons_of,
)
from courses.models import WordingReason
from lms.models import AuditEntry
from organisations.enums import Role
from tests.factories.courses import make_course
from tests.factories.facts import make_fact, refused, writer

WHY = "It is quoted as an example."


@pytest.fixture
def facts(beekstad):
    return make_fact(beekstad)


@pytest.fixture
def reviewer(beekstad, now):
    return writer(beekstad, Role.REVIEWER, now=now)


def give(thing, actor, now, reason=WHY, **about):
    about = {"rule": "words", "subject": "hotbed"} | about
    return give_reason(thing, reason=reason, actor=actor, now=now, **about)


def test_a_reason_is_for_one_language_and_one_term(facts, reviewer, now):
    given = give(facts["en"], reviewer, now)

    assert str(given) == "hotbed (en)"
    assert answered(facts["en"], "words") == {"hotbed"}
    assert answered(facts["en"], "reading") == set()
    assert answered(facts["nl"], "words") == set()
    entry = AuditEntry.objects.get(action="courses.wording_reason")
    assert entry.data == {"rule": "words", "subject": "hotbed"}


def test_reasons_are_appended_and_the_newest_comes_first(facts, reviewer, now):
    give(facts["en"], reviewer, now)
    give(facts["en"], reviewer, now, reason="It is the title of a book.")

    assert [one.reason for one in reasons_of(facts["en"])] == [
        "It is the title of a book.",
        WHY,
    ]


def test_an_author_does_not_answer_for_the_own_words(facts, beekstad, valmont, now):
    author = writer(beekstad, Role.AUTHOR, now=now)
    stranger = writer(valmont, Role.REVIEWER, Role.PROGRAMME_OWNER, now=now)

    for person in (author, stranger):
        assert not may_give_reason(person, facts["en"])
        refused("role", give, facts["en"], person, now)
    assert not WordingReason.objects.exists()


def test_a_reason_says_something(facts, reviewer, now):
    refused("too_short", give, facts["en"], reviewer, now, reason=" because so ")


def test_who_may_publish_a_page_may_answer_for_it(beekstad, valmont, now):
    lesson = make_course(beekstad, bank_size=2).lesson("small-one")
    people = [
        writer(place, role, now=now)
        for place in (beekstad, valmont)
        for role in (Role.AUTHOR, Role.REVIEWER, Role.PROGRAMME_OWNER)
    ]

    assert [may_give_reason(one, lesson) for one in people] == [
        False,
        True,
        True,
        False,
        False,
        False,
    ]
