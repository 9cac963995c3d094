"""Rules L1 to L5: the languages a course has to be there in before it is asked."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from courses.domain.languages.rules import (
    assignable_languages,
    check_languages,
    default_language,
    end_exception,
    except_languages,
    exception_of,
    excuse_used,
    languages_needed,
    missing_languages,
)
from courses.models import Edition, LanguageException
from lms.errors import DomainError
from lms.models import AuditEntry
from lms.remembered import forget
from organisations.enums import LanguageRegime, Level, Role
from organisations.models import Organisation

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
REGIMES = {
    "nl": ["nl"],
    "fr": ["fr"],
    "de": ["de"],
    "nl+fr": ["nl", "fr"],
    "nl+f": ["nl"],
    "fr+f": ["fr"],
    "nl+fr+de": ["nl", "fr", "de"],
}


@pytest.fixture
def course(small_course):
    return small_course.course


@pytest.fixture
def there(course):
    """Let the course be there in these languages, as an edition says it."""

    def there(*languages):
        Edition.objects.filter(pk=course.current_edition_id).update(
            languages=list(languages)
        )
        forget()

    return there


@pytest.fixture
def body():
    def body(regime, code="body", path="/", level=Level.MUNICIPALITY):
        made = Organisation.objects.create(
            name=f"Body {code}", code=code, level=level, language_regime=regime
        )
        made.path = f"{path}{made.pk}/"
        made.save()
        return made

    return body


@pytest.fixture
def without_german(course, owner, now):
    return except_languages(
        course,
        ["de"],
        reason="The German text is with the translators.",
        until=TODAY + timedelta(days=30),
        actor=owner,
        now=now,
    )


def refused(act) -> str:
    with pytest.raises(DomainError) as caught:
        act()
    return caught.value.code


@pytest.mark.parametrize("regime", LanguageRegime)
def test_l1_l2_l3_each_regime_needs_its_languages(course, body, regime):
    assert languages_needed(body(regime), course) == REGIMES[regime]


@pytest.mark.parametrize("regime", LanguageRegime)
def test_l1_the_regime_decides_the_language_in_which_a_body_is_addressed(body, regime):
    assert default_language(body(regime)) == REGIMES[regime][0]


def test_l1_people_take_it_in_the_languages_of_the_law_that_are_there(
    course, body, there
):
    there("en", "fr", "nl")
    assert assignable_languages(body("nl+fr+de"), course) == ["nl", "fr"]
    assert assignable_languages(body("de", "other"), course) == ["fr"]


def test_l2_brussels_with_one_language_only_is_refused_and_told_what_to_do(
    course, body, there
):
    there("en", "nl")
    brussels = body("nl+fr")
    with pytest.raises(DomainError) as caught:
        check_languages(brussels, course, today=TODAY)
    assert caught.value.code == "language_missing"
    assert caught.value.message == (
        "Body body can ask this course once it is there in: FR. Beekstad, whose course "
        "it is, has the translation approved and then releases an edition."
    )
    there("en", "nl", "fr")
    check_languages(brussels, course, today=TODAY)


def test_l3_the_course_of_a_federal_owner_is_asked_in_three_languages(
    course, body, beekstad, there
):
    there("en", "nl", "fr")
    town = body("nl")
    assert missing_languages(town, course, today=TODAY) == []
    beekstad.level = Level.FEDERAL
    beekstad.save()
    course.refresh_from_db()
    assert missing_languages(town, course, today=TODAY) == ["de"]


def test_l3_an_exception_lets_a_federal_body_ask_without_a_language(
    course, body, there, without_german
):
    there("en", "nl", "fr")
    federal = body("nl+fr+de")
    check_languages(federal, course, today=TODAY)
    assert excuse_used(federal, course, today=TODAY) == without_german
    assert excuse_used(body("nl", "town"), course, today=TODAY) is None


def test_l3_an_exception_ends_on_its_day(course, body, there, without_german):
    there("en", "nl", "fr")
    federal, last = body("nl+fr+de"), without_german.until
    assert missing_languages(federal, course, today=last) == []
    assert missing_languages(federal, course, today=last + timedelta(days=1)) == ["de"]


def test_l3_an_exception_takes_nothing_from_a_body_of_that_language(
    course, body, there, without_german
):
    there("en", "nl", "fr")
    eupen = body("de")
    assert missing_languages(eupen, course, today=TODAY) == ["de"]
    federal = body("nl+fr+de", "federal")
    body("de", "below", path=federal.path)
    assert missing_languages(federal, course, today=TODAY) == ["de"]


def test_bodies_below_count_with_their_own_regime_while_they_are_active(
    course, body, there
):
    there("en", "nl")
    province = body("nl")
    below = body("nl+fr", "brussels", path=province.path)
    assert missing_languages(province, course, today=TODAY) == ["fr"]
    below.is_active = False
    below.save()
    assert missing_languages(province, course, today=TODAY) == []


@pytest.mark.parametrize("regime", LanguageRegime)
def test_l5_english_alone_is_never_enough(course, body, there, regime, without_german):
    there("en")
    asked = body(regime)
    assert missing_languages(asked, course, today=TODAY)
    assert assignable_languages(asked, course) == []


@pytest.mark.parametrize("languages", [[], ["en"], ["de", "en"], ["nl", "fr", "de"]])
def test_l5_an_exception_never_leaves_english_alone(course, owner, now, languages):
    def except_them():
        except_languages(
            course, languages, reason="Why", until=TODAY, actor=owner, now=now
        )

    assert refused(except_them) == "bad_languages"
    assert not LanguageException.objects.exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": "  "}, "no_reason"),
        ({"until": TODAY - timedelta(days=1)}, "bad_until"),
        ({"until": TODAY + timedelta(days=367)}, "bad_until"),
    ],
)
def test_an_exception_has_a_reason_and_an_end(course, owner, now, changes, code):
    fields = {"reason": "Why", "until": TODAY, "actor": owner, "now": now} | changes
    assert refused(lambda: except_languages(course, ["de"], **fields)) == code


def test_only_a_programme_owner_of_the_course_makes_and_ends_an_exception(
    course, somebody, valmont, now, without_german
):
    for person in (somebody(Role.REVIEWER), somebody(Role.PROGRAMME_OWNER, at=valmont)):
        fields = {"reason": "Why", "until": TODAY, "actor": person, "now": now}
        assert (
            refused(lambda: except_languages(course, ["fr"], **fields))  # noqa: B023
            == "not_allowed"
        )
        assert (
            refused(lambda: end_exception(course, actor=person, now=now))  # noqa: B023
            == "not_allowed"
        )
    assert exception_of(course, today=TODAY) == without_german


def test_a_new_exception_takes_the_place_of_the_old_one_which_stays_written(
    course, owner, now, without_german
):
    fields = {"reason": "Both", "until": TODAY, "actor": owner, "now": now}
    new = except_languages(course, ["fr", "de"], **fields)
    assert exception_of(course, today=TODAY) == new
    assert list(course.language_exceptions.order_by("pk")) == [without_german, new]
    entry = AuditEntry.objects.get(
        action="courses.languages_excepted", data__until="2026-11-21"
    )
    assert entry.data == {"languages": ["fr", "de"], "until": "2026-11-21"}


def test_ending_an_exception_twice_is_once(course, owner, now, without_german):
    end_exception(course, actor=owner, now=now)
    end_exception(course, actor=owner, now=now)
    assert exception_of(course, today=TODAY) is None
    ended = AuditEntry.objects.filter(action="courses.language_exception_ended")
    assert ended.count() == 1


def test_the_database_keeps_one_open_exception_a_course(course, now, without_german):
    with pytest.raises(IntegrityError), transaction.atomic():
        LanguageException.objects.create(
            course=course, languages=["fr"], reason="Two", until=TODAY, at=now
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        LanguageException.objects.create(
            course=course, reason="", until=TODAY, at=now, ended_at=now
        )
