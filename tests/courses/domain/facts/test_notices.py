from datetime import UTC, date, datetime

import pytest

from courses.domain.enrolment import enrol
from courses.domain.facts.notices import FactNotice, fact_notices
from courses.domain.manifest import frozen_fact
from courses.domain.player import content_of_place, place_of
from courses.models import Fact
from lms.remembered import forget
from tests.factories.exercises import stable
from tests.factories.facts import make_fact, small_fact

BLOCK = stable("small-one-fact")
# The small course's fact is to be reviewed before 1 November 2027.
ON_THE_DAY = datetime(2027, 11, 1, 12, tzinfo=UTC)
AFTER = datetime(2027, 11, 2, 12, tzinfo=UTC)
OVERDUE = FactNotice(due=date(2027, 11, 1), is_superseded=False)


@pytest.fixture
def content(small_course, bob, now):
    """Lesson one of the released edition, by language."""
    enrolment = enrol(bob, small_course.course, now=now)

    def read(language="en"):
        place = place_of(enrolment, small_course.key("small-one"), language=language)
        return content_of_place(place)

    return read


def change(language="en", **values):
    Fact.objects.filter(pk=small_fact(language).pk).update(**values)
    forget()


def notices(content, *, language="en", now=AFTER):
    return fact_notices(content, language=language, now=now)


def test_an_edition_says_which_fact_it_froze(content):
    segment = next(s for s in content()["segments"] if s["id"] == BLOCK)

    assert segment["fact"] == frozen_fact(small_fact())
    assert segment["fact"]["review_by"] == "2027-11-01"
    assert segment["fact"]["key"] == str(small_fact("nl").translation_key)


def test_nothing_is_said_until_the_day_has_passed(content):
    assert notices(content(), now=ON_THE_DAY) == {}
    assert notices(content()) == {BLOCK: OVERDUE}


def test_a_review_takes_the_notice_away_also_from_older_editions(content):
    change(review_by=date(2029, 1, 1))

    assert notices(content()) == {}
    assert notices(content("nl"), language="nl") == {BLOCK: OVERDUE}


def test_a_review_brought_forward_counts_too(content):
    change(review_by=date(2026, 1, 1))

    shown = notices(content(), now=ON_THE_DAY)

    assert shown == {BLOCK: FactNotice(date(2026, 1, 1), is_superseded=False)}


def test_the_review_of_other_words_says_nothing_of_the_frozen_ones(content):
    change(review_by=date(2029, 1, 1), text="Something else")

    assert notices(content()) == {BLOCK: OVERDUE}


@pytest.mark.parametrize("loss", ["unpublished", "deleted"])
def test_a_fact_that_is_gone_is_judged_by_what_was_frozen(content, loss):
    shown = content()
    change(review_by=date(2029, 1, 1), live=False)
    if loss == "deleted":
        small_fact().delete()

    assert notices(shown, now=ON_THE_DAY) == {}
    assert notices(shown) == {BLOCK: OVERDUE}


def test_what_is_superseded_is_said_in_its_language_only(content, beekstad):
    new = make_fact(beekstad)
    change(superseded_by=new["en"])

    shown = notices(content(), now=ON_THE_DAY)

    assert shown == {BLOCK: FactNotice(due=None, is_superseded=True)}
    assert notices(content("nl"), language="nl", now=ON_THE_DAY) == {}


def test_a_successor_that_is_not_published_is_not_spoken_of(content, beekstad):
    new = make_fact(beekstad, live=False)
    change(superseded_by=new["en"])

    assert notices(content(), now=ON_THE_DAY) == {}


def test_the_frozen_words_stay_as_they_are(content, beekstad):
    before = [segment["html"] for segment in content()["segments"]]
    change(superseded_by=make_fact(beekstad)["en"], review_by=date(2020, 1, 1))
    forget()

    notices(content())

    assert [segment["html"] for segment in content()["segments"]] == before


def test_editions_that_do_not_name_their_facts_have_no_notices(
    db, django_assert_num_queries
):
    with django_assert_num_queries(0):
        assert notices({"segments": [{"id": "1", "type": "fact", "html": ""}]}) == {}
        assert notices({"introduction": "A quiz"}) == {}


def test_one_query_a_minute_however_many_read(content, django_assert_num_queries):
    shown = content()
    forget()
    with django_assert_num_queries(1):
        notices(shown)
    with django_assert_num_queries(0):
        notices(shown)
        notices(shown, now=AFTER.replace(second=59))
    with django_assert_num_queries(1):
        notices(shown, now=AFTER.replace(minute=1))
