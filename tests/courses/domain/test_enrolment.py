from datetime import timedelta

import pytest

from courses import registries
from courses.domain import enrolment as enrolments
from courses.domain.enrolment import (
    begin_again,
    cycle_began,
    enrol,
    follow_sector,
    may_see,
    sweep,
    titles_of,
)
from courses.domain.progress import complete_activity, way_through
from courses.models import ActivityProgress, Completion, Enrolment
from courses.signals import course_completed
from lms.background import periodic
from lms.errors import DomainError
from lms.models import AuditEntry
from organisations.domain.people import update_profile
from organisations.models import Sector
from tests.factories.courses import make_course
from tests.factories.organisations import UserFactory
from tests.factories.reviewing import reviewed

CORE = ("small-one", "small-two", "small-quiz")
POLICE_WAY = (*CORE, "small-beat")


def test_a_course_without_an_edition_refuses(beekstad, bob, now):
    draft = make_course(beekstad)

    with pytest.raises(DomainError, match="not been released"):
        enrol(bob, draft.course, now=now)


def test_without_a_sector_the_reason_has_its_code(small_course, bob, now):
    bob.sector = None

    with pytest.raises(DomainError) as refused:
        enrol(bob, small_course.course, now=now)

    assert refused.value.code == "sector"


def test_a_course_with_nothing_for_a_sector_refuses(beekstad, alice, bob, now):
    small = make_course(beekstad)
    for page in small.pages.values():
        core = page.get_children().get(slug="small-core").specific
        core.sectors.set([Sector.objects.get(pk="POL")])
        core.save()
    small.release()

    with pytest.raises(DomainError, match="nothing for your sector"):
        enrol(alice, small.course, now=now)
    assert enrol(bob, small.course, now=now).user == bob


def test_a_race_to_enrol_ends_with_one_enrolment(small_course, bob, now, monkeypatch):
    """Another request enrolled the person after the first look."""
    first = enrol(bob, small_course.course, now=now)

    def nothing_yet(user, course, *, now):
        return []

    class Blind:
        @staticmethod
        def first():
            return None

    monkeypatch.setattr(enrolments, "missing_prerequisites", nothing_yet)
    monkeypatch.setattr(Enrolment.objects, "filter", lambda **kwargs: Blind)

    assert enrol(bob, small_course.course, now=now) == first


def test_a_closed_course_is_seen_by_nobody_signed_out(small_course, rf, bob):
    from django.contrib.auth.models import AnonymousUser

    small_course.course.is_open = False

    assert not may_see(AnonymousUser(), small_course.course)
    assert not may_see(bob, small_course.course)


def test_titles_are_in_the_language_or_the_nearest_one(small_course, beekstad):
    draft = make_course(beekstad, code="draft").course
    course = small_course.course

    assert titles_of([course, draft], language="nl") == {
        course.pk: "Course nl",
        draft.pk: "draft",
    }
    assert titles_of([course], language="de") == {course.pk: "Course en"}


# --- Another sector ----------------------------------------------------------------


@pytest.fixture
def announced():
    """Ids of completions that the signal told of."""
    told = []

    def hear(sender, completion_id, **kwargs):
        told.append(completion_id)

    course_completed.connect(hear)
    yield told
    course_completed.disconnect(hear)


@pytest.fixture
def moving(now, django_capture_on_commit_callbacks):
    """Somebody says on their profile that they work in another sector."""

    def move(user, code) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            update_profile(
                user,
                printed_name=user.printed_name,
                sector=Sector.objects.get(pk=code),
                language="nl",
                now=now,
            )

    return move


def finish(small, enrolment, slugs, now) -> None:
    for slug in slugs:
        complete_activity(enrolment, small.key(slug), language="en", now=now)


def sectors_of(enrolment) -> list[str]:
    return sorted(enrolment.sectors.values_list("pk", flat=True))


def test_another_sector_opens_its_own_module(small_course, alice, now, moving):
    enrolment = enrol(alice, small_course.course, now=now)
    finish(small_course, enrolment, CORE, now)

    moving(alice, "POL")

    assert sectors_of(enrolment) == ["MUN", "POL"]
    way = way_through(enrolment, language="en")
    assert way.next_key == small_course.key("small-beat")
    finish(small_course, enrolment, POLICE_WAY[3:], now)
    assert sorted(c.sector_id for c in enrolment.completions.all()) == ["MUN", "POL"]


def test_who_did_everything_another_sector_needs_has_completed_it_once(
    small_course, bob, now, moving, announced
):
    """On the day the last part was done: what was learnt then is not newer now."""
    enrolment = enrol(bob, small_course.course, now=now)
    long_ago = now - timedelta(days=700)
    finish(small_course, enrolment, CORE, long_ago)
    finish(small_course, enrolment, POLICE_WAY[3:], now)
    announced.clear()

    moving(bob, "MUN")
    follow_sector(bob)

    fresh = enrolment.completions.get(sector="MUN")
    assert (fresh.completed_at, fresh.language, fresh.minutes) == (long_ago, "nl", 18)
    assert announced == [fresh.pk]
    assert enrolment.completions.count() == 2


def test_another_sector_does_not_complete_what_is_not_done(
    small_course, bob, now, moving
):
    enrolment = enrol(bob, small_course.course, now=now)
    finish(small_course, enrolment, CORE[:2], now)

    moving(bob, "MUN")

    assert sectors_of(enrolment) == ["MUN", "POL"]
    assert not Completion.objects.exists()


def test_a_course_for_other_sectors_is_left_alone(small_course, bob, now, moving):
    enrolment = enrol(bob, small_course.course, now=now)
    finish(small_course, enrolment, POLICE_WAY, now)
    small_course.course.sectors.set(["POL", "EDU"])

    moving(bob, "MUN")
    assert sectors_of(enrolment) == ["POL"]
    moving(bob, "EDU")
    assert sectors_of(enrolment) == ["EDU", "POL"]


def test_an_edition_with_nothing_for_a_sector_is_left_alone(beekstad, bob, now, moving):
    small = make_course(beekstad)
    for page in small.pages.values():
        core = page.get_children().get(slug="small-core").specific
        core.sectors.set([Sector.objects.get(pk="POL")])
        core.save()
    small.release()
    enrolment = enrol(bob, small.course, now=now)
    finish(small, enrolment, POLICE_WAY, now)

    moving(bob, "MUN")
    finish(small, enrolment, POLICE_WAY, now)

    assert sectors_of(enrolment) == ["POL"]
    assert [one.sector_id for one in Completion.objects.all()] == ["POL"]


@pytest.mark.parametrize("people", [1, 30])
def test_the_tick_asks_nothing_about_those_for_whom_an_edition_holds_nothing(
    beekstad, now, people, django_assert_num_queries
):
    small = make_course(beekstad)
    for page in small.pages.values():
        core = page.get_children().get(slug="small-core").specific
        core.sectors.set([Sector.objects.get(pk="POL")])
        core.save()
    edition = small.release()
    users = UserFactory.create_batch(people, sector_id="MUN")
    Enrolment.objects.bulk_create(
        Enrolment(user=user, course=small.course, edition=edition, started_at=now)
        for user in users
    )
    sweep(now)
    with django_assert_num_queries(1):
        assert sweep(now) == 0


def test_another_name_or_no_sector_changes_no_enrolment(
    small_course, bob, now, django_capture_on_commit_callbacks
):
    enrolment = enrol(bob, small_course.course, now=now)
    for sector in (bob.sector, None):
        with django_capture_on_commit_callbacks(execute=True):
            update_profile(
                bob, printed_name="Robert", sector=sector, language="en", now=now
            )

    assert sectors_of(enrolment) == ["POL"]


def test_the_tick_repairs_a_change_of_sector_that_was_lost(
    small_course, alice, bob, now
):
    mine = enrol(bob, small_course.course, now=now)
    hers = enrol(alice, small_course.course, now=now)
    finish(small_course, mine, CORE, now)
    bob.sector_id = "MUN"
    bob.save()
    registered = {one.name: one for one in periodic.registered()}

    assert periodic.run_one(registered["courses.sweep"], now) == ""

    assert (sectors_of(mine), sectors_of(hers)) == (["MUN", "POL"], ["MUN"])
    assert [one.sector_id for one in mine.completions.all()] == ["MUN"]
    assert sweep(now) == 0


# --- Doing it again ----------------------------------------------------------------


@pytest.fixture
def time_for_it(monkeypatch):
    monkeypatch.setattr(registries, "renewal_grounds", [lambda enrolment: True])


@pytest.fixture
def completed(small_course, bob, now):
    enrolment = enrol(bob, small_course.course, now=now)
    finish(small_course, enrolment, POLICE_WAY, now)
    return enrolment


def test_beginning_again_opens_the_next_cycle_in_the_current_edition(
    small_course, completed, time_for_it, now
):
    first = completed.edition
    page = small_course.pages["en"]
    page.title = "A new title"
    reviewed(page).save_revision().publish()
    newer = small_course.release(now=now + timedelta(days=1))
    before = (
        list(ActivityProgress.objects.order_by("pk").values()),
        list(Completion.objects.values()),
    )
    later = now + timedelta(days=700)

    again = begin_again(completed, now=later)

    assert (again.pk, again.cycle, again.edition) == (completed.pk, 2, newer)
    assert first != newer
    assert before == (
        list(ActivityProgress.objects.order_by("pk").values()),
        list(Completion.objects.values()),
    )
    assert way_through(again, language="en").done == set()
    entry = AuditEntry.objects.get(action="courses.begun_again")
    assert (entry.actor, entry.data["cycle"], entry.at) == (again.user, 2, later)
    finish(small_course, again, POLICE_WAY, later)
    assert [(c.cycle, c.edition) for c in again.completions.order_by("cycle")] == [
        (1, first),
        (2, newer),
    ]


def test_beginning_again_twice_is_once(completed, time_for_it, now):
    begin_again(completed, now=now)

    with pytest.raises(DomainError) as refused:
        begin_again(completed, now=now)

    assert refused.value.code == "under_way"
    assert Enrolment.objects.get().cycle == 2


def test_a_cycle_began_when_it_was_begun(
    small_course, completed, time_for_it, now, django_assert_num_queries
):
    with django_assert_num_queries(0):
        assert cycle_began(completed) == now
    later = now + timedelta(days=700)
    again = begin_again(completed, now=later)
    finish(small_course, again, POLICE_WAY, later + timedelta(days=1))
    last = begin_again(again, now=later + timedelta(days=800))
    with django_assert_num_queries(1):
        assert cycle_began(last) == later + timedelta(days=800)
    # After a merge an enrolment may have cycles that were begun under another key: the
    # present one came after the one before was completed.
    last.cycle = 7
    assert cycle_began(last) == now
    Completion.objects.filter(cycle=2).update(cycle=6)
    assert cycle_began(last) == later + timedelta(days=1)


def test_every_sector_of_the_enrolment_is_completed_first(
    small_course, alice, time_for_it, now
):
    enrolment = enrol(alice, small_course.course, now=now)
    finish(small_course, enrolment, CORE, now)
    enrolment.sectors.add("POL")

    with pytest.raises(DomainError, match="in the middle"):
        begin_again(enrolment, now=now)

    finish(small_course, enrolment, POLICE_WAY[3:], now)
    assert begin_again(enrolment, now=now).cycle == 2


def test_without_a_reason_nothing_begins_again(completed, now, monkeypatch):
    monkeypatch.setattr(registries, "renewal_grounds", [lambda enrolment: False])

    with pytest.raises(DomainError) as refused:
        begin_again(completed, now=now)
    assert refused.value.code == "not_yet"
    assert Enrolment.objects.get().cycle == 1


def test_a_current_edition_without_anything_for_the_person_refuses(
    small_course, alice, time_for_it, now
):
    enrolment = enrol(alice, small_course.course, now=now)
    finish(small_course, enrolment, CORE, now)
    for page in small_course.pages.values():
        core = page.get_children().get(slug="small-core").specific
        core.sectors.set([Sector.objects.get(pk="POL")])
        core.save()
        reviewed(core).save_revision().publish()
    small_course.release(now=now + timedelta(days=1))

    with pytest.raises(DomainError, match="nothing for your sector"):
        begin_again(enrolment, now=now)
    assert Enrolment.objects.get().cycle == 1
