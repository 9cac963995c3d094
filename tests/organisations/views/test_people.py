import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lms import audit
from organisations.domain.line_managers import name_line_manager
from organisations.enums import Level, Role
from organisations.models import Membership
from tests.factories.organisations import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

LIST = reverse("organisations:people", kwargs={"code": "beekstad"})


def of_person(person, name="person"):
    return reverse(
        f"organisations:{name}", kwargs={"code": "beekstad", "uuid": person.uuid}
    )


def of_membership(membership, name):
    return reverse(
        f"organisations:{name}", kwargs={"code": "beekstad", "pk": membership.pk}
    )


@pytest.fixture
def held(bob):
    return Membership.objects.get(user=bob)


@pytest.fixture
def signed_in(client, alice):
    client.force_login(alice)
    return client


def data(membership, **changes):
    return {
        "function": membership.function,
        "badge_number": membership.badge_number,
        "starts_on": membership.starts_on.isoformat(),
        "ends_on": "",
        "reason": "",
    } | changes


def test_the_list_names_those_who_belong_here_and_nobody_else(
    signed_in, bob, charlie, beekstad
):
    gone = UserFactory(printed_name="Gone Person")
    MembershipFactory(user=gone, organisation=beekstad, ends_on=timezone.localdate())

    page = signed_in.get(LIST)

    assert bob.printed_name in page.text
    assert charlie.printed_name not in page.text
    assert "Gone Person" not in page.text


def test_the_list_is_searched_by_name_or_address(signed_in, bob, alice):
    for search in ("Đorđević", "BOB@beek"):
        page = signed_in.get(LIST, {"q": search})
        assert [one for one, _places in page.context["rows"]] == [bob]
    assert "Nobody is called so." in signed_in.get(LIST, {"q": "zzz"}).text


def test_the_list_asks_as_much_of_one_as_of_thirty(signed_in, bob, beekstad, police):
    signed_in.get(LIST)
    with CaptureQueriesContext(connection) as few:
        signed_in.get(LIST)
    for _number in range(30):
        MembershipFactory(user=UserFactory(sector=police), organisation=beekstad)
    with CaptureQueriesContext(connection) as many:
        signed_in.get(LIST)

    assert len(many) == len(few)


def test_the_page_of_a_person_says_nothing_of_other_employers(signed_in, bob, valmont):
    MembershipFactory(user=bob, organisation=valmont, function="Secret function")

    page = signed_in.get(of_person(bob))

    assert "Beekstad" in page.text
    assert "Valmont" not in page.text
    assert "Secret function" not in page.text


def test_a_correction_is_kept_with_what_stood_before(signed_in, bob, held, alice):
    page = signed_in.post(
        of_membership(held, "correct"),
        data(held, function="Neighbourhood officer"),
        follow=True,
    )

    held.refresh_from_db()
    assert held.function == "Neighbourhood officer"
    assert page.redirect_chain[0][0] == of_person(bob)
    assert "corrected" in page.text
    assert alice.printed_name in page.text


@pytest.mark.parametrize(
    ("verb", "said", "told"),
    [
        ("started", {"from": "2026-03-01"}, "beginning noted: 1 March 2026"),
        (
            "started",
            {"from": "2026-03-01", "until": "2026-04-01"},
            "beginning and end noted: 1 March 2026 – 1 April 2026",
        ),
        ("ended", {"until": "2026-04-01"}, "end noted: 1 April 2026"),
        ("reopened", {}, "the end was taken back"),
        ("reopened", {"until": "2026-05-01"}, "end noted: 1 May 2026"),
        ("taken_back", {}, "the beginning was taken back"),
        ("changed", {}, "function or badge number changed"),
        ("merged", {"before": []}, "two accounts of one person were merged"),
    ],
)
def test_the_history_says_what_was_done(signed_in, bob, held, alice, verb, said, told):
    audit.record(
        f"organisations.membership_{verb}",
        actor=alice,
        subject=held,
        now=timezone.now(),
        data={"role": held.role} | said,
    )

    page = signed_in.get(of_person(bob))

    (line,) = re.findall(r"Alice Aerts:\s+(.+?)\s+</li>", page.text)
    assert line == told


@pytest.mark.parametrize(
    "wrong", [{"starts_on": ""}, {"ends_on": "yesterday"}, {"starts_on": "2026-11-01"}]
)
def test_a_correction_that_is_wrong_keeps_what_was_typed(signed_in, held, wrong):
    before = Membership.objects.values().get(pk=held.pk)

    page = signed_in.post(
        of_membership(held, "correct"), data(held, function="Typed words", **wrong)
    )

    assert page.status_code == 422
    assert "Typed words" in page.text
    assert Membership.objects.values().get(pk=held.pk) == before


def test_somebody_is_moved_to_another_department(signed_in, bob, held, beekstad):
    desk = OrganisationFactory(
        name="Desk", code="desk", level=Level.DEPARTMENT, parent=beekstad
    )
    other = OrganisationFactory(name="Other body", parent=beekstad)
    offered = signed_in.get(of_membership(held, "move")).context["form"].fields["to"]
    assert list(offered.queryset) == [desk]

    for to, status in ((other, 422), (desk, 302)):
        response = signed_in.post(
            of_membership(held, "move"),
            {"to": to.pk, "on": timezone.localdate().isoformat()},
        )
        assert response.status_code == status

    assert bob.memberships.get(organisation=desk).ends_on is None


def test_a_deputy_is_made_for_some_days(signed_in, bob):
    today = timezone.localdate()
    values = {"role": Role.DEPUTY, "starts_on": today.isoformat()}
    refused = signed_in.post(of_person(bob, "appoint"), values)
    assert refused.status_code == 422
    assert "Say until when" in refused.text

    until = today + timedelta(days=14)
    signed_in.post(of_person(bob, "appoint"), values | {"ends_on": until.isoformat()})

    assert bob.memberships.get(role=Role.DEPUTY).ends_on == until


@pytest.mark.parametrize("who", ["bob", "charlie"])
def test_for_others_none_of_it_is_there(client, request, who, bob, held):
    client.force_login(request.getfixturevalue(who))

    for url in (LIST, of_person(bob), of_membership(held, "correct")):
        assert client.get(url).status_code == 404
    for url in (
        of_person(bob, "appoint"),
        of_membership(held, "correct"),
        of_membership(held, "move"),
    ):
        assert client.post(url, data(held, role="coordinator")).status_code == 404
    assert not Membership.objects.filter(role=Role.COORDINATOR, user=bob).exists()


def test_a_person_of_elsewhere_has_no_page_here(signed_in, charlie):
    assert signed_in.get(of_person(charlie)).status_code == 404


def test_the_last_coordinator_is_told_what_to_do(signed_in, alice):
    held = Membership.objects.get(user=alice, role=Role.COORDINATOR)

    page = signed_in.post(
        reverse("organisations:leave", kwargs={"pk": held.pk}), follow=True
    )

    assert "Make a colleague coordinator first" in page.text


@pytest.fixture
def governor(client, beekstad):
    """Coordinates a province above Beekstad, and is signed in."""
    province = OrganisationFactory(name="Province", code="province", level="PRV")
    province.path = f"/{province.pk}/"
    province.save()
    beekstad.parent, beekstad.path = province, f"{province.path}{beekstad.pk}/"
    beekstad.save()
    found = UserFactory(printed_name="The Governor")
    MembershipFactory(user=found, organisation=province, role=Role.COORDINATOR)
    client.force_login(found)
    return found


def test_a_body_above_an_employer_reads_no_names(client, governor, bob, held):
    """Nobody sees another employer's staff; what a province reads are figures."""
    letters = reverse("organisations:letters", args=["beekstad"])
    invitations = reverse("organisations:invitations", args=["beekstad"])
    for url in (
        LIST,
        of_person(bob),
        of_membership(held, "correct"),
        letters,
        invitations,
    ):
        assert client.get(url).status_code == 404, url


def test_the_list_of_a_body_holds_its_own_people_alone(client, governor, bob):
    page = client.get(reverse("organisations:people", args=["province"])).text

    assert "The Governor" in page
    assert bob.printed_name not in page
    theirs = reverse("organisations:person", args=["province", bob.uuid])
    assert client.get(theirs).status_code == 404


def test_a_line_manager_is_named_and_taken_back(signed_in, bob, beekstad):
    chief = UserFactory(printed_name="Ruben Chief-Vandenbroucke")
    MembershipFactory(user=chief, organisation=beekstad)
    page = of_person(bob)
    assert "Nobody is named." in signed_in.get(page).content.decode()

    save = of_person(bob, "name_manager")
    response = signed_in.post(save, {"manager": chief.email}, follow=True)
    assert response.redirect_chain == [(page, 302)]
    text = response.content.decode()
    assert f"Line manager of {bob.printed_name}: Ruben Chief-Vandenbroucke." in text
    assert f'value="{chief.email}"' in text
    led = signed_in.get(of_person(chief)).content.decode()
    assert "Line manager of 1 person" in led
    assert str(bob.uuid) in led

    response = signed_in.post(save, {"manager": ""}, follow=True)
    assert "has no line manager of their own now." in response.content.decode()


def test_who_is_named_wrongly_is_said_beside_the_field(signed_in, bob, charlie):
    save = of_person(bob, "name_manager")
    for text, said in (
        (charlie.email, "Nobody who belongs to Beekstad today has this name"),
        (bob.printed_name, "Nobody is their own line manager."),
    ):
        response = signed_in.post(save, {"manager": text})
        assert response.status_code == 422
        assert said in response.content.decode()


def test_nobody_else_names_a_line_manager(client, bob, charlie, alice):
    for stranger in (bob, charlie):
        client.force_login(stranger)
        response = client.post(of_person(bob, "name_manager"), {"manager": alice.email})
        assert response.status_code == 404


def test_the_page_costs_the_same_whoever_is_led(signed_in, bob, alice, beekstad):
    def queries(count):
        people = [UserFactory() for _ in range(count)]
        for one in people:
            MembershipFactory(user=one, organisation=beekstad)
            name_line_manager(one, beekstad, bob, actor=alice, now=timezone.now())
        with CaptureQueriesContext(connection) as found:
            assert signed_in.get(of_person(bob)).status_code == 200
        return len(found)

    assert queries(1) == queries(29)


def test_one_reads_who_is_told(client, bob, alice, beekstad):
    name_line_manager(bob, beekstad, alice, actor=alice, now=timezone.now())
    client.force_login(bob)
    text = client.get(reverse("organisations:profile")).content.decode()
    assert f"Line manager: {alice.printed_name}, who is told" in text
