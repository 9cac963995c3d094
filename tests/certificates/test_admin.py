from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from certificates.models import CertificateRule
from organisations.domain.memberships import start_membership
from organisations.enums import Role
from organisations.models import User
from tests.factories.certificates import NAMES, TITLES, make_rule
from tests.factories.courses import make_course

RULES = reverse("certificates_rules:index")
ADD = reverse("certificates_rules:add")


def edit(rule):
    return reverse("certificates_rules:edit", args=[rule.pk])


def posted(course, **changes):
    data = {
        "course": course.pk,
        "sector": "POL",
        "type": "certificate",
        "prefix": "cpl",
        "validity_months": "24",
        "issuer": course.owner_id,
        "signatory_name": "Zoë D’Hondt",
        **{f"name_{code}": text for code, text in NAMES.items()},
        **{f"title_{code}": text for code, text in TITLES.items()},
        **changes,
    }
    return {key: value for key, value in data.items() if value is not None}


def staff(organisation, role):
    user = User.objects.create_user(
        f"{role}@{organisation.code}.example", language="en"
    )
    start_membership(
        user,
        organisation,
        role=role,
        starts_on=date(2026, 1, 1),
        now=timezone.now(),
    )
    return user


@pytest.fixture
def administrator(db):
    return User.objects.create_superuser("root@relay.example", language="en")


@pytest.fixture
def owner(beekstad):
    return staff(beekstad, Role.PROGRAMME_OWNER)


@pytest.mark.parametrize("person", ["administrator", "owner"])
def test_a_rule_is_written_in_all_languages(person, request, client, small_course):
    client.force_login(request.getfixturevalue(person))
    response = client.post(ADD, posted(small_course.course))
    assert response.status_code == 302, response.context["form"].errors
    rule = CertificateRule.objects.get()
    assert (rule.prefix, rule.sector_id, rule.validity_months) == ("CPL", "POL", 24)
    assert rule.names == NAMES
    assert rule.signatory_titles == TITLES


def test_a_rule_is_changed_and_keeps_the_rest(client, owner, rule):
    client.force_login(owner)
    page = client.get(edit(rule))
    assert page.context["form"]["name_fr"].value() == NAMES["fr"]
    data = posted(rule.course, sector="", validity_months="", name_en="Basic {sector}")
    assert client.post(edit(rule), data).status_code == 302
    rule.refresh_from_db()
    assert rule.validity_months is None
    assert rule.names == {**NAMES, "en": "Basic {sector}"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *((f"name_{code}", "") for code in NAMES),
        *((f"title_{code}", "") for code in TITLES),
        ("name_en", "Certificate {name}"),
        ("name_nl", "Certificaat {sector!r}"),
        ("name_fr", "Certificat {0}"),
        ("name_de", "Zertifikat {sector"),
        ("prefix", "CPL2"),
        ("prefix", "-CPL"),
        ("prefix", ""),
        ("prefix", "ABCDEFGHI"),
        ("signatory_name", ""),
        ("validity_months", "-1"),
    ],
)
def test_what_would_print_wrong_is_refused(
    field, value, client, administrator, small_course
):
    client.force_login(administrator)
    response = client.post(ADD, posted(small_course.course, **{field: value}))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert not CertificateRule.objects.exists()


def test_a_second_rule_for_the_same_sector_is_refused(client, administrator, rule):
    client.force_login(administrator)
    response = client.post(ADD, posted(rule.course, sector=""))
    assert response.status_code == 200
    assert CertificateRule.objects.count() == 1


def test_other_roles_and_learners_find_no_rules(client, beekstad, rule, bob):
    people = [
        bob,
        *(
            staff(beekstad, role)
            for role in (Role.AUTHOR, Role.REVIEWER, Role.TRAINER, Role.COORDINATOR)
        ),
    ]
    for person in people:
        client.force_login(person)
        for address in (RULES, ADD, edit(rule)):
            assert client.get(address).status_code in (302, 404), person
            assert rule.prefix not in client.get(address).content.decode()
        client.post(edit(rule), posted(rule.course, sector="", prefix="EVIL"))
    rule.refresh_from_db()
    assert rule.prefix == "CPL"


def test_a_programme_owner_elsewhere_does_not_find_ours(
    client, valmont, rule, small_course
):
    client.force_login(staff(valmont, Role.PROGRAMME_OWNER))
    assert client.get(RULES).status_code == 200
    assert list(client.get(RULES).context["object_list"]) == []
    assert client.get(edit(rule)).status_code == 404
    response = client.post(ADD, posted(small_course.course, issuer=valmont.pk))
    assert response.status_code == 404
    assert CertificateRule.objects.count() == 1


def test_the_list_of_rules_costs_the_same_for_many(
    client, administrator, beekstad, rule, django_assert_max_num_queries
):
    client.force_login(administrator)
    client.get(RULES)
    with django_assert_max_num_queries(40) as one:
        client.get(RULES)
    for sector in ("POL", "MUN", "EDU", "YTH"):
        make_rule(rule.course, sector=sector)
    make_rule(make_course(beekstad, code="second").course)
    with django_assert_max_num_queries(40) as many:
        assert len(client.get(RULES).context["object_list"]) == 6
    assert len(many) == len(one)
