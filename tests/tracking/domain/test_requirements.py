from datetime import date, timedelta

import pytest

from certificates.models import CertificateRule
from lms.errors import DomainError
from lms.models import AuditEntry
from organisations.enums import LanguageRegime
from organisations.models import Sector
from tests.factories import tracking as factories
from tests.factories.courses import make_course
from tracking.domain.effects import effect_of
from tracking.domain.queries import (
    first_required_url,
    required_among,
    requirements_above,
    requirements_by,
)
from tracking.domain.requirements import end_requirement, require_course
from tracking.models import Obligation, Requirement

TODAY = date(2026, 11, 21)


@pytest.fixture
def police(db) -> Sector:
    return Sector.objects.get(pk="POL")


@pytest.fixture
def ask(beekstad, police, small_course, alice, now):
    """Ask the small course of Beekstad's police, with other values where given."""

    def ask(organisation=beekstad, sector=police, course=None, **values):
        given = {"due_days": 60, "renew_months": None, "actor": alice, "now": now}
        return require_course(
            organisation, sector, course or small_course.course, **(given | values)
        )

    return ask


def rule(course, issuer, *, sector=None, months=24) -> CertificateRule:
    return CertificateRule.objects.create(
        course=course,
        sector_id=sector,
        prefix="CPL",
        names={"en": "Prevention"},
        validity_months=months,
        issuer=issuer,
        signatory_name="An Issuer",
        signatory_titles={"en": "Director"},
    )


def refusal(act) -> str | None:
    """The code of the reason why not; None when it was done."""
    try:
        act()
    except DomainError as error:
        return error.code
    return None


def test_asking_a_course_gives_everybody_in_scope_an_obligation(ask, bob, alice):
    requirement = ask()

    obligation = Obligation.objects.get()
    assert (obligation.requirement, obligation.user) == (requirement, bob)
    assert (obligation.starts_on, obligation.due_on) == (TODAY, date(2027, 1, 20))
    assert (obligation.cycle, obligation.closed_on) == (1, None)


def test_asking_leaves_out_other_sectors_strangers_and_the_unconfirmed(
    ask, beekstad, valmont, alice, bob, charlie
):
    factories.make_member(beekstad, is_self_declared=True)
    factories.make_member(beekstad, ends_on=TODAY)
    factories.make_member(beekstad, starts_on=TODAY + timedelta(days=1))
    gone = factories.make_member(beekstad)
    gone.is_active = False
    gone.save()

    ask()

    assert [one.user for one in Obligation.objects.all()] == [bob]


def test_asking_concerns_the_parts_of_an_organisation_and_nobody_above_it(
    ask, beekstad, bob
):
    desk = factories.make_department(beekstad, "desk", "Front desk")
    at_desk = factories.make_member(desk)

    ask(organisation=desk)

    assert [one.user for one in Obligation.objects.all()] == [at_desk]

    ask()

    assert {
        one.user
        for one in Obligation.objects.filter(requirement__organisation=beekstad)
    } == {bob, at_desk}


def test_asking_is_recorded_without_names(ask, bob, alice, beekstad):
    requirement = ask(renew_months=12)

    entry = AuditEntry.objects.get(action="tracking.requirement_started")
    assert (entry.actor, entry.subject_id) == (alice, str(requirement.pk))
    assert entry.organisation_id == beekstad.pk
    assert entry.data == {
        "course": "small",
        "sector": "POL",
        "due_days": 60,
        "renew_months": 12,
        "people": 1,
    }


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"due_days": 0}, "bad_due_days"),
        ({"due_days": 731}, "bad_due_days"),
        ({"renew_months": 0}, "bad_renew_months"),
        ({"renew_months": 121}, "bad_renew_months"),
        ({"due_on": TODAY}, "bad_due_on"),
        ({"due_on": TODAY + timedelta(days=731)}, "bad_due_on"),
        ({"grace_days": 181}, "bad_grace_days"),
        ({"language": "xx"}, "bad_language"),
    ],
)
def test_impossible_numbers_are_refused(ask, values, code):
    with pytest.raises(DomainError) as refused:
        ask(**values)

    assert refused.value.code == code
    assert Requirement.objects.count() == 0


def test_others_may_be_asked_the_same_apart(ask):
    """Of one function, of one language; not twice of the same, in whatever case."""
    ask()
    ask(function="Mediator")
    ask(language="nl")
    with pytest.raises(DomainError) as refused:
        ask(function=" mediator ")

    assert refused.value.code == "already_required"
    assert Requirement.objects.count() == 3


def test_what_narrows_a_requirement_is_recorded(ask):
    ask(function="Mediator", due_on=TODAY + timedelta(days=30), grace_days=5)

    entry = AuditEntry.objects.get(action="tracking.requirement_started")
    limits = {"function": "Mediator", "due_on": "2026-12-21", "grace_days": 5}
    assert {name: entry.data.get(name) for name in limits} == limits
    assert "language" not in entry.data


def test_the_same_is_not_asked_twice(ask):
    ask()
    with pytest.raises(DomainError) as refused:
        ask(due_days=30)

    assert refused.value.code == "already_required"
    assert Requirement.objects.count() == 1


def test_a_course_to_practise_in_is_refused(ask, small_course):
    small_course.course.is_practice = True
    assert refusal(ask) == "practice"


def test_a_course_nobody_can_take_is_refused(ask, beekstad):
    draft = make_course(beekstad, code="draft").course
    with pytest.raises(DomainError) as refused:
        ask(course=draft)

    assert refused.value.code == "not_released"


def test_a_sector_without_certificates_is_refused(ask):
    with pytest.raises(DomainError) as refused:
        ask(sector=Sector.objects.get(pk="PAR"))

    assert refused.value.code == "no_certificate"


@pytest.mark.parametrize(
    ("regime", "is_refused"),
    [
        (LanguageRegime.NL, False),
        (LanguageRegime.FACILITIES_NL, False),
        (LanguageRegime.FR, True),
        (LanguageRegime.DE, True),
        (LanguageRegime.BRUSSELS, True),
        (LanguageRegime.FEDERAL, True),
    ],
)
def test_a_course_is_asked_only_in_the_languages_of_the_organisation(
    ask, valmont, regime, is_refused
):
    """The small course is there in English and Dutch (ETHICS L1 to L5)."""
    valmont.language_regime = regime
    valmont.save()
    assert refusal(lambda: ask(organisation=valmont)) == (
        "language_missing" if is_refused else None
    )
    assert Requirement.objects.exists() is not is_refused


@pytest.mark.parametrize(
    ("months", "is_refused"), [(12, False), (24, False), (25, True)]
)
def test_a_requirement_is_only_stricter_than_the_certificate(
    ask, beekstad, small_course, months, is_refused
):
    rule(small_course.course, beekstad, months=120)
    rule(small_course.course, beekstad, sector="POL", months=24)
    assert refusal(lambda: ask(renew_months=months)) == (
        "bad_renew_months" if is_refused else None
    )
    assert Requirement.objects.exists() is not is_refused


def test_a_certificate_without_end_allows_any_renewal(ask, beekstad, small_course):
    rule(small_course.course, beekstad, months=None)

    assert ask(renew_months=120).renew_months == 120


def test_the_effect_is_known_before_it_is_asked(
    beekstad, police, small_course, bob, now
):
    course = small_course.course
    factories.make_certificate(bob, course, date(2025, 12, 1))
    expired = factories.make_member(beekstad)
    factories.make_certificate(
        expired, course, date(2024, 1, 1), valid_until=date(2026, 1, 1)
    )
    factories.make_member(beekstad)

    def effect(months):
        return effect_of(
            beekstad, police, course, due_days=30, renew_months=months, now=now
        )

    assert (effect(None).people, effect(None).certified) == (3, 1)
    assert effect(None).due_on == date(2026, 12, 21)
    assert (effect(12).certified, effect(11).certified) == (1, 0)
    assert Requirement.objects.count() == 0


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {"all", "mediators", "in French"}),
        ({"function": "MEDIATOR"}, {"all", "mediators", "in French"}),
        ({"function": "Clerk"}, {"all", "in French"}),
        ({"language": "nl"}, {"all", "mediators"}),
        ({"language": "nl", "function": "Clerk"}, {"all"}),
        ({"renew_months": 12}, {"in French"}),
        ({"renew_months": 6}, set()),
    ],
)
def test_stricter_is_what_reaches_some_of_the_same_people_sooner(
    beekstad, valmont, police, small_course, now, asked, found
):
    course = small_course.course
    desk = factories.make_department(beekstad, "desk", "Front desk")
    # Two of the body above, one of its own, and some that change nothing.
    made = {
        "all": factories.make_requirement(beekstad, course, renew_months=12),
        "mediators": factories.make_requirement(
            beekstad, course, renew_months=18, function="Mediator"
        ),
        "in French": factories.make_requirement(
            desk, course, renew_months=6, language="fr"
        ),
    }
    factories.make_requirement(valmont, course, renew_months=1)
    factories.make_requirement(beekstad, course, sector="EDU", renew_months=1)
    terms = {"renew_months": 24, "due_days": 30, **asked}

    effect = effect_of(desk, police, course, now=now, **terms)

    assert {name for name, one in made.items() if one in effect.stricter} == found
    assert len(effect.stricter) == len(found)


def test_the_first_step_is_what_is_due_first(ask, beekstad, bob, alice, now):
    """By the days that hold for the person, not by the days that are given."""
    urls = {}
    for code in ("late", "fixed"):
        other = make_course(beekstad, code=code)
        other.release()
        urls[code] = other.course
    small = ask(due_days=60)
    ask(course=urls["fixed"], due_days=90, due_on=TODAY + timedelta(days=10))
    ask(course=urls["late"], due_days=20)
    assert first_required_url(bob, TODAY) == "/courses/fixed/"

    fixed = Requirement.objects.get(course=urls["fixed"])
    late = Requirement.objects.get(course=urls["late"])
    factories.make_extension(bob, fixed, TODAY, TODAY + timedelta(days=30))
    assert first_required_url(bob, TODAY) == "/courses/late/"
    for one in (fixed, late):
        factories.make_exemption(bob, one, TODAY, TODAY)
    assert first_required_url(bob, TODAY) == "/courses/small/"
    factories.make_exemption(bob, small, TODAY, TODAY)
    assert first_required_url(bob, TODAY) is None


def test_ending_closes_what_was_asked_and_keeps_the_past(ask, bob, alice, now):
    requirement = ask()
    later = now + timedelta(days=10)

    end_requirement(requirement, actor=alice, now=later)

    requirement.refresh_from_db()
    assert requirement.ends_on == date(2026, 12, 1)
    assert Obligation.objects.get().closed_on == date(2026, 12, 1)
    entry = AuditEntry.objects.get(action="tracking.requirement_ended")
    assert (entry.actor, entry.data) == (alice, {"until": "2026-12-01"})


def test_ending_on_the_first_day_leaves_nothing_asked(ask, bob, alice, now):
    requirement = end_requirement(ask(), actor=alice, now=now)

    assert requirement.ends_on == date(2026, 11, 22)
    assert Obligation.objects.count() == 0


def test_ending_twice_changes_nothing(ask, bob, alice, now):
    requirement = ask()
    end_requirement(requirement, actor=alice, now=now + timedelta(days=2))
    end_requirement(requirement, actor=alice, now=now + timedelta(days=5))

    assert Requirement.objects.get().ends_on == date(2026, 11, 23)
    assert AuditEntry.objects.filter(action="tracking.requirement_ended").count() == 1


def test_what_was_ended_can_be_asked_again(ask, bob, alice, now):
    end_requirement(ask(), actor=alice, now=now)
    again = ask()

    assert Obligation.objects.get().requirement == again


def is_required(person, course) -> bool:
    return required_among(person, [course.pk], TODAY) == {course.pk}


def test_what_is_asked_opens_the_course_to_those_it_concerns(
    ask, bob, alice, charlie, small_course
):
    assert not is_required(bob, small_course.course)
    ask()

    concerned = [
        is_required(person, small_course.course) for person in (bob, alice, charlie)
    ]
    assert concerned == [True, False, False]
    assert first_required_url(bob, TODAY) == "/courses/small/"
    assert first_required_url(alice, TODAY) is None


def test_nothing_is_asked_of_somebody_without_sector_or_account(
    ask, bob, rf, small_course
):
    from django.contrib.auth.models import AnonymousUser

    ask()
    assert not is_required(AnonymousUser(), small_course.course)
    bob.sector = None
    assert not is_required(bob, small_course.course)
    bob.sector_id, bob.is_active = "POL", False
    assert not is_required(bob, small_course.course)


def test_an_organisation_sees_its_own_requirements_and_those_above(
    ask, beekstad, alice, bob, now
):
    desk = factories.make_department(beekstad, "desk", "Front desk")
    own = ask(organisation=desk)
    ended = end_requirement(ask(), actor=alice, now=now)
    above = ask()

    assert list(requirements_by(desk)) == [own]
    assert list(requirements_above(desk)) == [above]
    assert [(one, one.people) for one in requirements_by(beekstad)] == [
        (above, 1),
        (ended, 0),
    ]
