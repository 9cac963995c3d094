from datetime import timedelta

import pytest
from django.urls import reverse

from certificates.domain.correcting import reissue
from certificates.domain.life import revoke
from organisations.enums import Role
from tests.factories.certificates import make_staff, more_certificates
from tests.factories.tracking import make_department

REGISTER = reverse("certificates_register:index")


def shown(page):
    return [row["number"] for row in page.context["rows"]]


@pytest.fixture
def registered(certificate, alice, now):
    """Two certificates, the first of them revoked."""
    (newer,) = more_certificates(certificate, 1, now=now)
    revoke(certificate, reason_code="issued-in-error", actor=alice, now=now)
    return certificate, newer


@pytest.mark.parametrize("person", ["olga", "administrator"])
def test_owners_and_administrators_see_what_was_given(
    person, request, client, registered, today
):
    client.force_login(request.getfixturevalue(person))
    page = client.get(REGISTER)
    assert set(shown(page)) == {one.number for one in registered}
    for words in ("Revoked", "Valid", "Bob Đorđe Wiśniewski", "Police"):
        assert words in page.text


def test_an_owner_elsewhere_sees_nothing_of_it(client, oscar, registered, today):
    client.force_login(oscar)
    page = client.get(REGISTER)
    assert page.status_code == 200
    assert shown(page) == []
    assert list(page.context["form"].fields["course"].queryset) == []
    assert list(page.context["form"].fields["place"].queryset) == []


@pytest.mark.parametrize(
    "role", [role for role in Role.values if role != Role.PROGRAMME_OWNER]
)
def test_no_other_role_finds_the_register(role, client, beekstad, registered, now):
    client.force_login(make_staff(beekstad, role, now))
    page = client.get(REGISTER)
    assert page.status_code in (302, 404)
    assert registered[0].number not in page.text


def test_the_filters_narrow_the_list(olgas, beekstad, valmont, registered, bob):
    revoked, valid = (one.number for one in registered)
    both = {revoked, valid}
    for query, found in (
        ({"state": "revoked"}, {revoked}),
        ({"state": "valid"}, {valid}),
        ({"state": "expired"}, set()),
        ({"sector": "POL"}, both),
        ({"sector": "MUN"}, set()),
        ({"type": "certificate"}, both),
        ({"type": "attendance"}, set()),
        ({"language": "en"}, both),
        ({"language": "nl"}, set()),
        ({"course": registered[0].completion.enrolment.course_id}, both),
        ({"place": beekstad.pk}, both),
        ({"words": valid}, {valid}),
        ({"words": valid.lower().replace("-", " ")}, {valid}),
        ({"words": "wniewski"}, set()),
        ({"words": "niewski"}, both),
        ({"awarded_from": "2026-11-21", "awarded_until": "2026-11-21"}, both),
        ({"awarded_from": "2026-11-22"}, set()),
        ({"ends_from": "2028-11-21", "ends_until": "2028-11-21"}, both),
        ({"ends_until": "2028-11-20"}, set()),
    ):
        page = olgas.get(REGISTER, query)
        assert set(shown(page)) == found, query


@pytest.mark.parametrize(
    "query",
    [
        {"state": "wrong"},
        {"day": "yesterday"},
        {"place": "999999"},
        {"awarded_from": "2026-02-01", "awarded_until": "2026-01-01"},
    ],
)
def test_what_cannot_be_asked_says_so_and_shows_nothing(query, olgas, registered):
    page = olgas.get(REGISTER, query)
    assert page.status_code == 422
    assert shown(page) == []


def test_the_register_as_of_a_day_before_and_after(olgas, alice, certificate, now):
    later = now + timedelta(days=10)
    new = reissue(certificate, "Another Name", actor=alice, now=later)
    for day, found in (
        ("2026-11-20", {}),
        ("2026-11-21", {certificate.number: "valid"}),
        ("2026-11-30", {certificate.number: "valid"}),
        ("2026-12-01", {certificate.number: "superseded", new.number: "valid"}),
        ("2028-12-01", {certificate.number: "superseded", new.number: "expired"}),
    ):
        page = olgas.get(REGISTER, {"day": day})
        states = {row["number"]: row["state"] for row in page.context["rows"]}
        assert states == found, day


def test_territory_is_where_the_holder_was_on_the_day(
    olgas, beekstad, valmont, certificate, bob
):
    department = make_department(beekstad, "beekstad-traffic", "Traffic")
    bob.memberships.update(ends_on="2027-01-01")
    bob.memberships.create(
        organisation=department, role=Role.LEARNER, starts_on="2027-01-01"
    )
    bob.memberships.create(
        organisation=valmont,
        role=Role.LEARNER,
        starts_on="2027-06-01",
        is_self_declared=True,
    )
    offered = olgas.get(REGISTER).context["form"].fields["place"].queryset
    assert list(offered) == [beekstad]
    for day in ("2026-12-01", "2027-07-01"):
        page = olgas.get(REGISTER, {"place": beekstad.pk, "day": day})
        assert shown(page) == [certificate.number], day


def test_it_is_put_in_the_order_of_any_column(olgas, registered):
    numbers = sorted(one.number for one in registered)
    assert shown(olgas.get(REGISTER, {"order": "number"})) == numbers
    assert shown(olgas.get(REGISTER, {"order": "-number"})) == numbers[::-1]
    for name in ("name", "course", "sector", "language", "awarded", "until", "state"):
        for order in (name, f"-{name}"):
            assert len(shown(olgas.get(REGISTER, {"order": order}))) == 2
    assert len(shown(olgas.get(REGISTER, {"order": "holder__password"}))) == 2


def test_a_long_list_comes_in_pages_and_keeps_its_filters(olgas, certificate):
    more_certificates(certificate, 59)
    first = olgas.get(REGISTER, {"sector": "POL"})
    assert len(shown(first)) == 50
    assert "sector=POL&amp;p=2" in first.text
    second = olgas.get(REGISTER, {"sector": "POL", "p": "2"})
    assert len(shown(second)) == 10
    assert not set(shown(first)) & set(shown(second))


def test_the_register_costs_the_same_for_one_and_for_thirty(
    olgas, certificate, django_assert_max_num_queries
):
    olgas.get(REGISTER)
    with django_assert_max_num_queries(40) as one:
        olgas.get(REGISTER)
    more_certificates(certificate, 29)
    with django_assert_max_num_queries(40) as thirty:
        assert len(shown(olgas.get(REGISTER))) == 30
    assert len(one) == len(thirty)
