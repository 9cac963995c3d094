import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.models import Enrolment
from organisations.models import Membership
from tests.factories import tracking as factories
from tests.factories.courses import make_course
from tests.factories.programmes import make_path
from tracking.domain.obligations import sweep
from tracking.models import Suggestion

SUGGEST = "/organisation/beekstad/suggest/"
HOME = "/my/"
TO_TWO = {"suggested": "more", "all": "1", "confirm": "2"}


@pytest.fixture
def more(more_course):
    """A course that nobody may take by themselves."""
    return more_course.course


@pytest.fixture
def asked(beekstad, small_course, alice, bob):
    made = factories.make_requirement(beekstad, small_course.course)
    factories.make_member(beekstad, name="Other")
    sweep(timezone.now())
    return made


@pytest.fixture
def suggested(beekstad, more, alice, bob):
    """To Bob, of whom nothing is asked."""
    return Suggestion.objects.create(
        user=bob, course=more, organisation=beekstad, by=alice, made_at=timezone.now()
    )


def put_away(suggestion) -> str:
    return reverse("tracking:put_suggestion_away", args=[suggestion.uuid])


def codes(client) -> list[str]:
    return [one.code for one in client.get(HOME).context["home"].suggested]


def test_first_it_is_shown_and_then_it_is_done(client, asked, more, alice, bob):
    client.force_login(alice)
    shown = client.post(SUGGEST, {"suggested": "more", "all": "1"}).content.decode()

    assert "It is suggested to 2 people." in shown
    assert "The course is there in: English, Nederlands." in shown
    assert "At most 2 mails go out: English 2." in shown
    assert not Suggestion.objects.exists()
    done = client.post(SUGGEST, TO_TWO, follow=True).content.decode()
    assert "is suggested to 2 people." in done
    assert Suggestion.objects.count() == 2
    client.force_login(bob)
    assert codes(client) == ["more"]


def test_again_it_is_suggested_to_nobody(client, asked, more, alice):
    client.force_login(alice)
    client.post(SUGGEST, TO_TWO)
    again = client.post(SUGGEST, TO_TWO)

    assert again.status_code == 422
    assert "This can be suggested to nobody you chose." in again.content.decode()
    shown = client.post(SUGGEST, {"suggested": "more", "all": "1"}).content.decode()
    assert "2 are left out. Was suggested to them already." in shown
    assert 'name="confirm"' not in shown


def test_those_ticked_alone_and_those_of_the_list_alone(client, asked, more, alice):
    client.force_login(alice)
    rows = client.get(SUGGEST, {"q": "Other"}).context["rows"]

    assert [one.name for one, _why in rows] == ["Other"]
    ticked = {"suggested": "more", "person": rows[0][0].obligation_id}
    coming = client.post(SUGGEST, ticked).context["coming"]
    assert [one.name for one in coming.people] == ["Other"]


def test_no_course_and_an_unknown_one_are_refused(client, asked, more, alice):
    client.force_login(alice)

    for wrong in ("", "nothing"):
        refused = client.post(SUGGEST, {"suggested": wrong, "all": "1", "confirm": "2"})
        assert refused.status_code == 422
    assert not Suggestion.objects.exists()


def test_neither_learners_nor_strangers_get_there(client, asked, more, bob, charlie):
    for person in (bob, charlie):
        client.force_login(person)
        assert client.get(SUGGEST).status_code == 404
        assert client.post(SUGGEST, TO_TWO).status_code == 404
    assert not Suggestion.objects.exists()


def test_where_nobody_fits_it_says_so(client, asked, alice):
    client.force_login(alice)

    page = client.get(SUGGEST, {"q": "nobody at all"}).content.decode()

    assert "Nobody fits this choice" in page


def test_the_coverage_page_leads_there_with_its_choice(client, asked, alice):
    client.force_login(alice)

    page = client.get("/organisation/beekstad/", {"q": "Other"}).content.decode()

    assert f'href="{SUGGEST}?q=Other"' in page


def test_whom_it_was_suggested_to_may_begin_it(client, suggested, more, bob, charlie):
    enrol = reverse("courses:enrol", args=["more"])
    client.force_login(charlie)
    client.post(enrol)
    assert not Enrolment.objects.filter(course=more).exists()
    client.force_login(bob)
    assert "Suggested to you" in client.get(HOME).content.decode()

    client.post(enrol)

    assert Enrolment.objects.filter(user=bob, course=more).exists()
    assert codes(client) == []


def test_one_says_no_for_oneself_alone(client, suggested, bob, charlie):
    client.force_login(charlie)
    client.post(put_away(suggested))
    client.force_login(bob)
    assert codes(client) == ["more"]

    answer = client.post(put_away(suggested), follow=True)

    assert "Put away." in answer.content.decode()
    assert codes(client) == []


def test_who_left_is_suggested_nothing_and_is_let_in_no_more(
    client, suggested, more, bob
):
    Membership.objects.filter(user=bob).update(ends_on=timezone.localdate())
    client.force_login(bob)

    assert codes(client) == []
    client.post(reverse("courses:enrol", args=["more"]))
    assert not Enrolment.objects.filter(course=more).exists()


def test_what_is_asked_or_done_is_not_suggested(client, suggested, beekstad, more, bob):
    client.force_login(bob)
    requirement = factories.make_requirement(beekstad, more)
    sweep(timezone.now())
    assert codes(client) == []
    requirement.obligations.all().delete()
    assert codes(client) == ["more"]
    factories.make_completion(bob, more, timezone.localdate())
    assert codes(client) == []


def test_with_a_path_and_all_that_is_asked_the_home_keeps_its_budget(
    client, suggested, asked, beekstad, bob, small_course, one_minute
):
    day = timezone.localdate()
    factories.make_certificate(bob, small_course.course, day)
    make_path(beekstad, small_course.course)
    client.force_login(bob)
    client.get(HOME)
    with CaptureQueriesContext(connection) as captured:
        home = client.get(HOME).context["home"]

    assert [one.code for one in home.suggested] == ["more"]
    assert len(captured) <= 12


def test_the_home_asks_as_much_for_one_as_for_four(
    client, suggested, beekstad, alice, bob, one_minute
):
    def queries() -> int:
        client.get(HOME)
        with CaptureQueriesContext(connection) as asked:
            client.get(HOME)
        return len(asked)

    client.force_login(bob)
    one = queries()
    for code in ("second", "third", "fourth"):
        made = make_course(beekstad, code=code)
        made.release()
        Suggestion.objects.create(
            user=bob,
            course=made.course,
            organisation=beekstad,
            by=alice,
            made_at=timezone.now(),
        )

    assert len(codes(client)) == 4
    assert queries() == one <= 12


def test_the_page_asks_as_much_for_thirty_as_for_two(client, asked, more, alice):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.post(SUGGEST, {"suggested": "more", "all": "1"})
        return len(captured)

    client.force_login(alice)
    queries()
    two = queries()
    for _ in range(28):
        factories.make_member(asked.organisation)
    sweep(timezone.now())

    assert queries() == two


LIST = "/organisation/beekstad/suggested/"


def act_page(suggestion) -> str:
    return f"{LIST}{suggestion.act}/"


def test_where_all_are_left_out_it_says_so_and_offers_no_button(
    client, asked, more, alice
):
    client.force_login(alice)
    client.post(SUGGEST, TO_TWO)
    shown = client.post(SUGGEST, {"suggested": "more", "all": "1"}).content.decode()

    assert "It is suggested to nobody. Choose another course or other people." in shown
    assert "2 are left out. Was suggested to them already." in shown
    assert "to 0 people" not in shown
    assert 'name="confirm"' not in shown
    none = client.post(SUGGEST, {"suggested": "more"}).content.decode()
    assert "Nobody is ticked." in none
    assert 'name="confirm"' not in none


def test_a_coordinator_takes_back_what_was_suggested_to_one(
    client, asked, more, alice, bob
):
    client.force_login(alice)
    client.post(SUGGEST, TO_TWO)
    of_bob = Suggestion.objects.get(user=bob)
    listed = client.get(LIST).content.decode()
    assert act_page(of_bob) in listed

    asked_for = client.post(act_page(of_bob), {"person": of_bob.pk}).content.decode()
    assert "It is withdrawn for 1 person" in asked_for
    assert "A mail that has not gone out is not sent." in asked_for
    assert not Suggestion.objects.exclude(withdrawn_at=None).exists()
    done = client.post(
        act_page(of_bob), {"person": of_bob.pk, "confirm": "1"}, follow=True
    ).content.decode()

    assert "is suggested to 1 person no more." in done
    of_bob.refresh_from_db()
    assert of_bob.withdrawn_by == alice
    assert "1 of them withdrawn" in client.get(LIST).content.decode()
    client.force_login(bob)
    assert codes(client) == []


def test_of_nobody_ticked_nothing_is_taken_back(client, asked, more, alice):
    client.force_login(alice)
    client.post(SUGGEST, TO_TWO)
    one = Suggestion.objects.first()

    shown = client.post(act_page(one), {}).content.decode()
    assert "Nobody is ticked to whom it is still suggested." in shown
    assert 'name="confirm"' not in shown
    refused = client.post(act_page(one), {"confirm": "1"})
    assert refused.status_code == 422
    assert "There is nothing left to withdraw" in refused.content.decode()


def test_all_of_it_is_taken_back_and_may_be_suggested_anew(client, asked, more, alice):
    client.force_login(alice)
    client.post(SUGGEST, TO_TWO)
    one = Suggestion.objects.first()

    client.post(act_page(one), {"all": "1", "confirm": "1"})

    assert not Suggestion.objects.filter(withdrawn_at=None).exists()
    client.post(SUGGEST, TO_TWO)
    assert Suggestion.objects.filter(withdrawn_at=None).count() == 2
    assert Suggestion.objects.values("act").distinct().count() == 2


def test_acts_of_others_are_not_there(client, suggested, bob, charlie):
    for user in (bob, charlie):
        client.force_login(user)
        assert client.get(LIST).status_code == 404
        assert client.get(act_page(suggested)).status_code == 404
        assert client.post(act_page(suggested), {"all": "1"}).status_code == 404


def test_the_list_asks_as_much_for_thirty_acts_as_for_one(
    client, suggested, beekstad, more, alice
):
    client.force_login(alice)

    def queries(url) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        return len(asked)

    few = queries(LIST), queries(act_page(suggested))
    for _number in range(29):
        for act in (suggested.act, None):
            one = Suggestion(
                user=factories.make_member(beekstad),
                course=more,
                organisation=beekstad,
                by=alice,
                made_at=timezone.now(),
            )
            one.act = act or one.act
            one.save()

    assert (queries(LIST), queries(act_page(suggested))) == few
