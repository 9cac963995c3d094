"""The pages of training sessions, as those see them who plan, who come, who employ, and
as a stranger does not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from organisations.enums import Role
from organisations.models import Organisation, User
from tests.factories.organisations import OrganisationFactory
from tests.factories.trainers import (
    at,
    make_accredited,
    make_person,
    make_session,
)
from trainers.domain.sessions import registering
from trainers.domain.sessions.registering import confirm_guest, guest_of, sign_up
from trainers.enums import Audience, RegistrationState, SessionState
from trainers.models import ConsentToRegister, Registration, TrainingSession

pytestmark = pytest.mark.django_db

COMING, WAITING = RegistrationState.COMING, RegistrationState.WAITING


@pytest.fixture
def session(world):
    return make_session(world, now=timezone.now())


def page(name, session=None, *args):
    return reverse(f"trainers:{name}", args=[session.uuid, *args] if session else args)


def read(client, person, url, status=200):
    client.force_login(person)
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def row(block, number=0):
    """A block of a form, as a browser sends it."""
    begins, ends = map(timezone.localtime, block)
    return {
        f"blocks-{number}-day": begins.date().isoformat(),
        f"blocks-{number}-begins": begins.strftime("%H:%M"),
        f"blocks-{number}-ends": ends.strftime("%H:%M"),
    }


def filled(world, **changes):
    """The form, filled in."""
    now = timezone.now()
    fields = {
        "title": "Talking early",
        "language": "nl",
        "place": "Town hall",
        "capacity": 12,
        "audience": "staff",
        "lead": world.lieve.pk,
        "blocks-TOTAL_FORMS": 3,
        "blocks-INITIAL_FORMS": 0,
        "places-TOTAL_FORMS": 3,
        "places-INITIAL_FORMS": 0,
        "places-0-organisation": world.employer.name,
        **row((at(now, 30, 9), at(now, 30, 12))),
        **row((at(now, 31, 20), at(now, 32, 1)), 1),
    }
    return {**fields, **changes}


def test_a_session_is_planned_published_and_signed_up_for(client, world):
    client.force_login(world.olga)
    url = reverse(
        "trainers:session_new", args=[world.programme.code, world.owner_body.code]
    )
    assert client.get(url).status_code == 200
    made = client.post(url, filled(world))
    session = TrainingSession.objects.get()
    assert made.url == page("session", session)
    # The second one goes on into the night.
    assert [
        timezone.localtime(one.ends_at).strftime("%H:%M")
        for one in session.blocks.all()
    ] == ["12:00", "01:00"]
    assert read(client, world.bob, page("session", session), 404)
    client.force_login(world.olga)
    client.post(page("session_act", session, "publish"))
    assert "Sign me up" in read(client, world.bob, page("session", session))
    client.post(page("session_sign_up", session))
    assert "Has a place" in client.get(page("session", session)).content.decode()
    [mine] = session.registrations.all()
    assert (mine.person, mine.employer, mine.state) == (
        world.bob,
        world.employer,
        COMING,
    )
    client.post(page("registration_cancel", mine))
    assert "Sign me up" in client.get(page("session", session)).content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "This field is required"),
        ({"blocks-1-ends": ""}, "This field is required"),
        ({"places-0-organisation": "Nowhere"}, "No organisation is called this"),
        ({"about": "Ask Karim, 0475 12 34 56."}, "keep it as it is"),
        ({"capacity": 0}, "greater than or equal to 1"),
    ],
    ids=["title", "block", "organisation", "people", "places"],
)
def test_a_form_says_what_is_wrong_and_loses_nothing(client, world, changes, said):
    client.force_login(world.olga)
    url = reverse(
        "trainers:session_new", args=[world.programme.code, world.owner_body.code]
    )
    refused = client.post(url, filled(world, materials="Chairs", **changes))
    assert refused.status_code == 422
    assert said in refused.content.decode()
    assert "Chairs" in refused.content.decode()
    assert TrainingSession.objects.count() == 0


def test_words_that_are_meant_are_kept_once_confirmed(client, world):
    client.force_login(world.olga)
    url = reverse(
        "trainers:session_new", args=[world.programme.code, world.owner_body.code]
    )
    about = "Ask the desk, 0475 12 34 56."
    form = client.post(url, filled(world, about=about)).content.decode()
    confirmation = form.split('name="confirmation" value="')[1].split('"')[0]
    client.post(url, filled(world, about=about, confirmation=confirmation))
    assert TrainingSession.objects.get().about == about


def test_a_session_is_changed_and_a_block_taken_out(client, world, session):
    client.force_login(world.lieve)
    url = page("session_change", session)
    form = client.get(url).context["form"]
    block = session.blocks.get()
    now = timezone.now()
    client.post(
        url,
        filled(
            world,
            **{
                "blocks-TOTAL_FORMS": 4,
                "blocks-INITIAL_FORMS": 1,
                "places-TOTAL_FORMS": 4,
                "places-INITIAL_FORMS": 1,
                "places-0-organisation": world.employer.name,
                "blocks-0-key": str(block.uuid),
                "blocks-0-DELETE": "on",
                **row((at(now, 40, 9), at(now, 40, 12)), 1),
            },
        ),
    )
    assert form.initial["lead"] == world.lieve
    [left] = TrainingSession.objects.get().blocks.all()
    assert left.starts_at == at(now, 40, 9)


def test_each_employer_reads_the_names_of_its_own_people(client, world, session):
    now = timezone.now()
    other = OrganisationFactory(code="dorp", name="Dorp")
    nele = make_person("Nele Neighbour", other)
    nora = make_person("Nora Neighbour", other)
    session.places.create(organisation=other)
    TrainingSession.objects.update(capacity=9)
    for one in (world.bob, nele):
        sign_up(session, one, actor=one, now=now)
    url = page("session", session)
    # The coordinator of one employer, the lead, the owner of the programme, a colleague.
    assert "Nele Neighbour" not in (alices := read(client, world.alice, url))
    assert str(world.bob) in alices
    assert "2 of 9" in alices
    for one in (world.lieve, world.olga):
        shown = read(client, one, url)
        assert "Nele Neighbour" in shown
        assert str(world.bob) in shown
    colleague = read(client, nora, url)
    assert "Nele Neighbour" not in colleague
    assert str(world.bob) not in colleague


def test_a_stranger_finds_nothing(client, world, session, charlie):
    sign_up(session, world.bob, actor=world.bob, now=timezone.now())
    for name in ("session", "session_change", "session_calendar"):
        read(client, charlie, page(name, session), 404)
    for name, args in (
        ("session_sign_up", ()),
        ("session_act", ("publish",)),
        ("session_act", ("cancel",)),
        ("session_act", ("duplicate",)),
    ):
        assert client.post(page(name, session, *args)).status_code == 404
    mine = session.registrations.get()
    assert client.post(page("registration_cancel", mine)).status_code == 404
    mine.refresh_from_db()
    assert mine.state == COMING


def test_who_comes_plans_nothing(client, world, session):
    client.force_login(world.bob)
    assert client.get(page("session_change", session)).status_code == 404
    for act in ("publish", "cancel", "duplicate"):
        assert client.post(page("session_act", session, act)).status_code == 404
    assert TrainingSession.objects.get().state == SessionState.PUBLISHED


def test_the_link_of_the_meeting_is_for_those_who_come(client, world, session):
    TrainingSession.objects.update(link="https://meet.example/room")
    urls = (page("session", session), page("session_calendar", session))
    for url in urls:
        assert "meet.example" not in read(client, world.bob, url)
    sign_up(session, world.bob, actor=world.bob, now=timezone.now())
    for url in urls:
        assert "meet.example" in read(client, world.bob, url)


def test_a_coordinator_signs_up_their_own_people_only(client, world, session, charlie):
    client.force_login(world.alice)
    client.post(
        page("session_sign_up", session),
        {"others": "", "person": [world.bob.uuid, charlie.uuid]},
    )
    assert [one.person for one in session.registrations.all()] == [world.bob]
    assert session.registrations.get().signed_up_by == world.alice


def test_an_auditor_reads_the_names_and_takes_nobody_off(client, world, session):
    auditor = make_person("Arno Auditor", world.employer, Role.AUDITOR)
    sign_up(session, world.bob, actor=world.bob, now=timezone.now())
    shown = read(client, auditor, page("session", session))
    assert str(world.bob) in shown
    assert "Take off" in read(client, world.alice, page("session", session))
    assert 'type="submit">Take off' not in shown
    client.force_login(auditor)
    mine = session.registrations.get()
    assert client.post(page("registration_cancel", mine)).status_code == 404


def test_a_body_above_an_employer_plans_nothing_for_it(client, world, session):
    above = OrganisationFactory(code="province", name="Province")
    below = world.employer
    Organisation.objects.filter(pk=below.pk).update(
        parent=above, path=f"{above.path}{below.pk}/"
    )
    governor = make_person("Gerda Governor", above, Role.COORDINATOR)
    for name in ("session", "session_change"):
        read(client, governor, page(name, session), 404)
    client.force_login(governor)
    assert client.post(page("session_act", session, "cancel")).status_code == 404


def test_who_chooses_nobody_signs_up_nobody(client, world, session):
    client.force_login(world.alice)
    for chosen in ({}, {"person": [world.bob.uuid.hex[:-1] + "x"]}):
        answer = client.post(
            page("session_sign_up", session), {"others": "", **chosen}, follow=True
        )
        assert "Nobody was chosen" in answer.content.decode()
    assert session.registrations.count() == 0


def test_what_is_missing_stands_on_the_page_and_publishing_says_it(client, world):
    now = timezone.now()
    draft = make_session(world, now=now, is_published=False, lead=world.bob)
    shown = read(client, world.olga, page("session", draft))
    assert "Choose another lead." in shown
    told = client.post(page("session_act", draft, "publish"), follow=True)
    assert "Choose another lead." in told.content.decode()
    assert TrainingSession.objects.get().state == SessionState.DRAFT


def test_a_session_is_duplicated_to_a_day_that_is_said(client, world, session):
    client.force_login(world.lieve)
    client.post(page("session_act", session, "duplicate"), {"day": ""})
    assert TrainingSession.objects.count() == 1
    day = timezone.localdate() + timedelta(days=90)
    client.post(page("session_act", session, "duplicate"), {"day": day.isoformat()})
    again = TrainingSession.objects.latest("pk")
    assert timezone.localdate(again.blocks.get().starts_at) == day


def test_an_act_that_nobody_knows_is_not_found(client, world, session):
    client.force_login(world.lieve)
    assert client.post(page("session_act", session, "explode")).status_code == 404


def test_trainers_to_choose_are_ones_own_and_those_who_agreed(client, world):
    now = timezone.now()
    other = OrganisationFactory(code="dorp", name="Dorp")
    shy, known = (make_person(f"{name} Claes", other) for name in ("Shy", "Known"))
    for one in (shy, known):
        make_accredited(one, world.programme, other, now=now)
    ConsentToRegister.objects.create(person=known, given_at=now)
    url = reverse(
        "trainers:session_new", args=[world.programme.code, world.employer.code]
    )
    shown = read(client, world.alice, url)
    assert "Known Claes" in shown
    assert "Shy Claes" not in shown
    owners = reverse(
        "trainers:session_new", args=[world.programme.code, world.owner_body.code]
    )
    assert "Shy Claes" in read(client, world.olga, owners)


def test_nobody_plans_for_an_organisation_of_others(client, world, charlie):
    for one in (world.bob, charlie, world.alice):
        read(
            client,
            one,
            reverse(
                "trainers:session_new",
                args=[world.programme.code, world.owner_body.code],
            ),
            404,
        )
    assert "cannot plan" in read(client, world.bob, page("session_choose"))


@pytest.mark.parametrize("part", ["mine", "open", "run"])
@pytest.mark.parametrize("time", ["coming", "over"])
def test_lists_of_sessions_say_what_is_not_there(client, world, part, time):
    shown = read(client, world.bob, f"{page('sessions')}?part={part}&time={time}")
    assert "empty-state" in shown


def test_lists_have_each_session_where_it_belongs(client, world, session):
    now = timezone.now()
    make_session(world, now=now, is_published=False, days=(50,), title="A draft")

    def titles(person, part):
        client.force_login(person)
        rows = client.get(f"{page('sessions')}?part={part}").context["rows"]
        return [one.title for one in rows]

    assert titles(world.bob, "open") == [session.title]
    assert titles(world.bob, "mine") == []
    sign_up(session, world.bob, actor=world.bob, now=now)
    assert titles(world.bob, "mine") == [session.title]
    assert titles(world.bob, "open") == []
    assert titles(world.bob, "run") == []
    assert titles(world.lieve, "mine") == [session.title, "A draft"]
    assert titles(world.alice, "run") == [session.title, "A draft"]


@pytest.mark.parametrize("part", ["mine", "open", "run"])
def test_a_list_of_thirty_asks_as_often_as_a_list_of_one(client, world, part):
    now = timezone.now()
    person = {"mine": world.lieve, "open": world.bob, "run": world.olga}[part]
    client.force_login(person)
    url = f"{page('sessions')}?part={part}"
    counts = []
    made = 0
    for total in (1, 30):
        while made < total:
            session = make_session(world, now=now, days=(30 + made,))
            if part != "open":
                sign_up(session, world.bob, actor=world.bob, now=now)
            made += 1
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get(url).context["rows"]) == total
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_a_page_of_thirty_people_asks_as_often_as_one_of_one(client, world, session):
    now = timezone.now()
    TrainingSession.objects.update(capacity=20)
    client.force_login(world.lieve)
    counts = []
    made = 0
    for total in (1, 30):
        while made < total:
            made += 1
            one = make_person(f"Q{made} Peeters", world.employer)
            sign_up(session, one, actor=one, now=now)
        client.get(page("session", session))
        with CaptureQueriesContext(connection) as queries:
            shown = client.get(page("session", session))
        assert len(shown.context["people"].rows) == total
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.fixture
def open_session(world):
    return make_session(
        world, now=timezone.now(), audience=Audience.OPEN, capacity=1, days=(35,)
    )


@pytest.fixture
def links(monkeypatch):
    """The links that guests were sent, as their mail would have them."""
    sent = []
    monkeypatch.setattr(
        registering, "ask_guest", lambda one, token, *, now: sent.append(token)
    )
    return sent


def test_a_parent_signs_up_without_an_account(client, open_session, session, links):
    listed = client.get(page("open_sessions")).content.decode()
    assert page("open_session", open_session) in listed
    assert page("open_session", session) not in listed
    asked = client.post(
        page("open_session", open_session),
        {"name": "Миа Ваутерс", "email": "mia@home.example"},
    )
    assert asked.url == page("open_asked", open_session)
    assert client.get(asked.url).status_code == 200
    link = reverse("trainers:guest", args=links)
    # Mail programs look at links: that confirms nothing.
    assert "Yes, sign me up" in client.get(link).content.decode()
    assert Registration.objects.get().state == RegistrationState.UNCONFIRMED
    client.post(link, {"confirm": ""})
    assert "You have a place" in client.get(link).content.decode()
    file = client.get(reverse("trainers:guest_calendar", args=links))
    assert b"BEGIN:VEVENT" in file.content
    assert file["Content-Type"].startswith("text/calendar")
    client.post(link, {"leave": ""})
    assert "You are not signed up" in client.get(link).content.decode()
    assert client.get(reverse("trainers:guest_calendar", args=links)).status_code == 404


def test_a_guest_of_a_blocked_session_can_still_say_that_they_cannot_come(
    client, open_session, links
):
    registering.ask_as_guest(
        open_session,
        name="Mia",
        email="mia@home.example",
        language="nl",
        now=timezone.now(),
    )
    confirm_guest(guest_of(links[0]), now=timezone.now())
    TrainingSession.objects.update(state=SessionState.BLOCKED)
    link = reverse("trainers:guest", args=links)
    assert "I cannot come" in client.get(link).content.decode()
    client.post(link, {"leave": ""})
    shown = client.get(link).content.decode()
    assert "You are not signed up" in shown
    assert "Yes, sign me up" not in shown


def test_a_session_for_staff_has_no_open_page(client, session):
    for name in ("open_session", "open_asked"):
        assert client.get(page(name, session)).status_code == 404


def test_what_is_answered_does_not_say_whether_an_address_is_known(
    client, open_session, links
):
    answers = []
    for _twice in range(2):
        asked = client.post(
            page("open_session", open_session),
            {"name": "Mia", "email": "mia@home.example"},
        )
        answers.append((asked.status_code, asked.url))
        confirm_guest(guest_of(links[-1]), now=timezone.now())
    assert answers[0] == answers[1]


def test_one_address_asks_for_so_many_links_an_hour(client, open_session, links):
    answers = [
        client.post(
            page("open_session", open_session),
            {"name": "Mia", "email": f"mia{number}@home.example"},
        ).status_code
        for number in range(11)
    ]
    assert answers == [302] * 10 + [429]


def test_names_of_guests_are_read_by_trainers_and_no_employer(
    client, world, open_session, links
):
    registering.ask_as_guest(
        open_session,
        name="Mia Wauters",
        email="mia@home.example",
        language="nl",
        now=timezone.now(),
    )
    confirm_guest(guest_of(links[0]), now=timezone.now())
    url = page("session", open_session)
    assert "Mia Wauters" in read(client, world.lieve, url)
    assert "Mia Wauters" not in read(client, world.alice, url)
    assert User.objects.filter(email="mia@home.example").count() == 0
