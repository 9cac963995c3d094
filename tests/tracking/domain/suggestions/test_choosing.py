from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.errors import DomainError
from lms.models import AuditEntry
from organisations.enums import Role
from organisations.models import Membership
from tests.factories import tracking as factories
from tests.factories.courses import make_course
from tests.factories.equivalents import make_equivalents
from tests.factories.reminders import NOW, TODAY, at, make_asked, oblige
from tracking.domain import at_once
from tracking.domain.coverage import Narrowing
from tracking.domain.suggestions import telling
from tracking.domain.suggestions.choosing import (
    candidates_of,
    coming_of,
    suggest_course,
)
from tracking.domain.suggestions.telling import (
    forget_suggestions,
    resume,
    tell_waiting,
)
from tracking.enums import NotSuggested
from tracking.models import Suggestion

EVERYBODY = Narrowing()
SATURDAY = at(TODAY + timedelta(days=4))


@pytest.fixture
def course(small_course):
    return small_course.course


@pytest.fixture
def requirement(beekstad, course):
    return factories.make_requirement(
        beekstad, course, starts_on=TODAY.replace(month=1)
    )


@pytest.fixture
def more(more_course):
    """Another course, which nobody is asked to do and nobody may take by themselves."""
    return more_course.course


@pytest.fixture
def ann(beekstad):
    return factories.make_member(
        beekstad, role=Role.COORDINATOR, sector="MUN", name="Ann"
    )


def press(place, course, more, actor, *, expected, chosen=None, now=NOW, **narrowing):
    with time_machine.travel(now, tick=False):
        return suggest_course(
            place,
            course,
            Narrowing(**narrowing),
            suggested=more,
            chosen=chosen,
            expected=expected,
            actor=actor,
            now=now,
        )


def why(place, course, more) -> dict[str, str]:
    found = candidates_of(place, course, EVERYBODY, suggested=more, now=NOW)
    return {one.name: one.left_out for one in found}


def test_who_is_asked_it_is_left_out_and_what_one_learns_unasked_stays_ones_own(
    requirement, beekstad, course, more
):
    people = {
        name: make_asked(requirement, name=name, days=30)[0]
        for name in ("Asked", "Begun", "Done", "Free", "Told", "Elsewhere")
    }
    elsewhere = people["Elsewhere"]
    elsewhere.sector_id = "MUN"
    elsewhere.save()
    more.sectors.set(["POL"])
    oblige(factories.make_requirement(beekstad, more), people["Asked"], days=20)
    factories.make_enrolment(people["Begun"], more, TODAY)
    factories.make_completion(people["Done"], more, TODAY)
    Suggestion.objects.create(
        user=people["Told"],
        course=more,
        organisation=beekstad,
        by=people["Free"],
        made_at=NOW,
    )

    assert why(beekstad, course, more) == {
        "Begun": "",
        "Done": "",
        "Free": "",
        "Asked": NotSuggested.ASKED,
        "Elsewhere": NotSuggested.NO_SECTOR,
        "Told": NotSuggested.SUGGESTED,
    }


def test_the_preview_counts_and_writes_nothing(
    requirement, beekstad, course, more, ann
):
    make_asked(requirement, name="Bo", days=3)
    make_asked(requirement, name="Cé", days=3, language="fr")
    make_asked(requirement, name="Nomail", days=3, email=None)
    found = candidates_of(beekstad, course, EVERYBODY, suggested=more, now=NOW)

    coming = coming_of(found, beekstad, more, chosen=None, actor=ann, now=SATURDAY)

    assert [one.name for one in coming.people] == ["Bo", "Cé", "Nomail"]
    assert coming.languages == {"en": 1, "fr": 1}
    assert (coming.unreachable, coming.elsewhere, coming.left_out) == (1, 1, {})
    assert coming.goes_out > SATURDAY
    assert "Ann" in coming.sample.text
    assert "Bo" not in coming.sample.text
    assert not Suggestion.objects.exists()


def test_a_choice_of_some_lines(requirement, beekstad, course, more, ann):
    bo, line = make_asked(requirement, name="Bo", days=3)
    make_asked(requirement, name="Cé", days=3)

    assert press(beekstad, course, more, ann, expected=1, chosen={line.pk}) == 1
    assert [one.user for one in Suggestion.objects.all()] == [bo]


def test_it_is_done_once_with_one_mail_each_and_one_line_in_the_record(
    requirement, beekstad, course, more, ann
):
    for name in ("Bo", "Cé"):
        make_asked(requirement, name=name, days=3)

    assert press(beekstad, course, more, ann, expected=2) == 2
    with pytest.raises(DomainError) as refused:
        press(beekstad, course, more, ann, expected=2)

    assert refused.value.code == "nobody"
    assert len(mail.outbox) == 2
    assert "Ann" in mail.outbox[0].body
    assert "/courses/more/" in mail.outbox[0].body
    entry = AuditEntry.objects.get(action="tracking.course_suggested")
    (act,) = Suggestion.objects.order_by().values_list("act", flat=True).distinct()
    assert (entry.actor, entry.data) == (
        ann,
        {"course": "more", "people": 2, "act": str(act)},
    )


def test_a_department_and_its_employer_do_not_suggest_the_same_twice(
    requirement, beekstad, course, more, ann
):
    desk = factories.make_department(beekstad, "desk", "Front desk")
    make_asked(requirement, name="Bo", days=3, place=desk)

    assert press(desk, course, more, ann, expected=1) == 1
    assert why(beekstad, course, more) == {"Bo": NotSuggested.SUGGESTED}


def test_what_has_changed_since_is_looked_at_once_more(
    requirement, beekstad, course, more, ann
):
    make_asked(requirement, name="Bo", days=3)

    with pytest.raises(DomainError) as refused:
        press(beekstad, course, more, ann, expected=2)

    assert refused.value.code == "changed"
    assert not Suggestion.objects.exists()


def test_a_list_that_is_too_long_is_refused(
    requirement, beekstad, course, more, ann, monkeypatch
):
    monkeypatch.setattr(at_once, "MOST_PEOPLE", 1)
    for name in ("Bo", "Cé"):
        make_asked(requirement, name=name, days=3)

    with pytest.raises(DomainError) as refused:
        press(beekstad, course, more, ann, expected=2)

    assert refused.value.code == "too_many"


def test_who_is_asked_by_two_stands_there_once(
    requirement, beekstad, course, more, ann
):
    desk = factories.make_department(beekstad, "desk", "Front desk")
    bo, first = make_asked(requirement, name="Bo", days=30, place=desk)
    oblige(factories.make_requirement(desk, course), bo, days=3)

    found = candidates_of(beekstad, course, EVERYBODY, now=NOW)

    assert [one.obligation_id for one in found] == [first.pk]


def test_mail_waits_for_its_hours(requirement, beekstad, course, more, ann):
    make_asked(requirement, name="Bo", days=3)
    press(beekstad, course, more, ann, expected=1, now=SATURDAY)
    assert not resume(SATURDAY)
    assert not mail.outbox

    monday = at(TODAY + timedelta(days=6))
    with time_machine.travel(monday, tick=False):
        assert resume(monday)
    assert len(mail.outbox) == 1
    assert not resume(monday)


def test_who_began_said_no_or_left_meanwhile_gets_no_mail(
    requirement, beekstad, course, more, ann
):
    people = {
        name: make_asked(requirement, name=name, days=3)[0]
        for name in ("Begun", "Holds", "No", "Left", "Nomail", "Stays")
    }
    people["Nomail"].email = None
    people["Nomail"].save()
    press(beekstad, course, more, ann, expected=6, now=SATURDAY)
    factories.make_enrolment(people["Begun"], more, TODAY)
    alike = make_course(beekstad, code="alike")
    alike.release()
    make_equivalents(more, alike.course)
    factories.make_completion(people["Holds"], alike.course, TODAY)
    Suggestion.objects.filter(user=people["No"]).update(put_away_at=NOW)
    Membership.objects.filter(user=people["Left"]).update(ends_on=TODAY)

    assert tell_waiting(clock=lambda: at(TODAY + timedelta(days=6))) == 1
    assert not Suggestion.objects.filter(told_at=None).exists()


def test_one_mail_that_fails_keeps_nobody_elses_back(
    requirement, beekstad, course, more, ann, monkeypatch, caplog
):
    bo, _line = make_asked(requirement, name="Bo", days=3)
    make_asked(requirement, name="Cé", days=3)
    press(beekstad, course, more, ann, expected=2, now=SATURDAY)
    written = telling.letter

    def fails(user, *args, **kwargs):
        if user == bo:
            raise RuntimeError
        return written(user, *args, **kwargs)

    monkeypatch.setattr(telling, "letter", fails)

    assert tell_waiting(clock=lambda: at(TODAY + timedelta(days=6))) == 1
    assert [one.user for one in Suggestion.objects.filter(told_at=None)] == [bo]
    assert "No mail about suggestion" in caplog.text


def test_after_a_year_it_is_forgotten(requirement, beekstad, course, more, ann):
    make_asked(requirement, name="Bo", days=3)
    press(beekstad, course, more, ann, expected=1)

    assert forget_suggestions(NOW + timedelta(days=365)) == 0
    assert forget_suggestions(NOW + timedelta(days=366)) == 1


def test_as_many_queries_for_thirty_as_for_one(
    requirement, beekstad, course, more, django_assert_num_queries
):
    make_asked(requirement, name="Bo", days=3)
    why(beekstad, course, more)
    with CaptureQueriesContext(connection) as one:
        why(beekstad, course, more)
    for _ in range(29):
        make_asked(requirement, days=3)

    with django_assert_num_queries(len(one)):
        assert len(why(beekstad, course, more)) == 30
