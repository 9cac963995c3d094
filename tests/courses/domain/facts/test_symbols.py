"""Signs past their review date: learners are told, and their owners have them to do."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.domain.enrolment import enrol
from courses.domain.facts.notices import FactNotice, fact_notices
from courses.domain.facts.queue import DUE_WITHIN, symbol_rows, symbols_to_review
from courses.domain.player import content_of_place, place_of
from courses.enums import ReviewState
from courses.models import LessonPage, Symbol
from lms.remembered import forget
from organisations.enums import Role
from tests.factories.exercises import stable
from tests.factories.facts import writer
from tests.factories.symbols import make_symbol

BLOCK = stable("a-sign")
REVIEW_BY = date(2035, 1, 1)
AFTER = datetime(2035, 1, 2, 12, tzinfo=UTC)
OVERDUE = FactNotice(due=REVIEW_BY, is_superseded=False, is_symbol=True)


@pytest.fixture
def symbols(beekstad):
    return make_symbol(beekstad)


@pytest.fixture
def content(small, symbols, bob, now):
    """A lesson with a sign, as it was released, in English."""
    for language, symbol in symbols.items():
        page = small.lesson("small-one", language)
        block = {"type": "symbol", "id": BLOCK, "value": symbol.pk}
        raw = [*page.body.raw_data, block]
        page.body = LessonPage._meta.get_field("body").to_python(raw)
        page.save()
    small.release()
    place = place_of(
        enrol(bob, small.course, now=now), small.key("small-one"), language="en"
    )
    return content_of_place(place)


def told(content, *, now=AFTER):
    return fact_notices(content, language="en", now=now).get(BLOCK)


def change(**values):
    Symbol.objects.update(**values)
    forget()


def test_nothing_is_said_until_the_day_has_passed(content):
    assert told(content, now=AFTER - timedelta(days=1)) is None
    assert told(content) == OVERDUE


def test_a_review_of_the_same_words_counts(content):
    change(review_by=REVIEW_BY + timedelta(days=365))
    assert told(content) is None


def test_a_review_of_other_words_does_not(content):
    change(review_by=REVIEW_BY + timedelta(days=365), meaning="Something else now.")
    assert told(content) == OVERDUE


def test_one_that_is_published_no_more_is_judged_by_what_was_frozen(content):
    change(live=False)
    assert told(content) == OVERDUE


def test_a_page_with_signs_asks_once_for_all(content, django_assert_num_queries):
    more = [
        segment | {"id": f"more-{number}"}
        for number, segment in enumerate([content["segments"][-1]] * 5)
    ]
    forget()

    with django_assert_num_queries(2):
        found = fact_notices(
            content | {"segments": [*content["segments"], *more]},
            language="en",
            now=AFTER,
        )
    assert len([one for one in found.values() if one.is_symbol]) == 6


def test_a_learner_reads_it_beside_the_sign(content, client, bob, small, monkeypatch):
    address = reverse("courses:play", args=["small", small.key("small-one")])
    client.force_login(bob)
    assert "What is said of this sign" not in client.get(address).text

    monkeypatch.setattr("django.utils.timezone.now", lambda: AFTER)
    client.force_login(bob)

    assert "was due for review on 1 January 2035" in client.get(address).text


# --- The queue ---------------------------------------------------------------------------


def test_it_is_in_its_owners_queue_once_for_all_languages(
    beekstad, valmont, author, now, today
):
    late = make_symbol(beekstad, "late")
    soon = make_symbol(beekstad, "soon")
    make_symbol(beekstad, "later")
    make_symbol(valmont, "theirs")
    Symbol.objects.filter(key__in=("late", "theirs")).update(
        review_by=today - timedelta(days=1)
    )
    Symbol.objects.filter(key="soon").update(review_by=today + DUE_WITHIN)
    names = {key: rows["en"].key for key, rows in (("late", late), ("soon", soon))}

    rows = symbol_rows(author, today=today)
    assert [(row.symbol.key, row.state) for row in rows] == [
        (names["late"], ReviewState.STALE),
        (names["soon"], ReviewState.DUE_SOON),
    ]
    for state, keys in (
        (ReviewState.STALE, ["late"]),
        (ReviewState.DUE_SOON, ["soon"]),
        (ReviewState.REPLACED, []),
    ):
        found = symbol_rows(author, today=today, state=state)
        assert [row.symbol.key for row in found] == keys
    other = writer(valmont, Role.AUTHOR, now=now)
    assert [s.key for s in symbols_to_review(other, today=today)] == ["theirs"]


def test_the_page_and_the_desk_have_it_for_one_and_for_thirty(
    client, beekstad, author, today
):
    client.force_login(author)
    make_symbol(beekstad, "first")
    yesterday = today - timedelta(days=1)
    Symbol.objects.update(review_by=yesterday)

    def queries() -> int:
        client.get(reverse("fact_review"))
        with CaptureQueriesContext(connection) as captured:
            page = client.get(reverse("fact_review"))
        assert "Signs to review" in page.text
        assert "A number on a cap en" in page.text
        return len(captured)

    one = queries()
    for number in range(29):
        make_symbol(beekstad, f"more-{number}")
    Symbol.objects.update(review_by=yesterday)

    assert queries() == one
    assert "Facts and signs to review" in client.get(reverse("wagtailadmin_home")).text
