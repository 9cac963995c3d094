"""How authors list and edit designs, and who may."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.urls import reverse

from certificates.domain.award import award_certificate
from certificates.models import CertificateRule, Design
from organisations.enums import Role
from organisations.models import User
from tests.factories.certificates import complete, make_rule, more_certificates
from tests.factories.designs import make_design
from tests.factories.facts import writer as person

SCREENS = "wagtailsnippets_certificates_design"
LIST, ADD = reverse(f"{SCREENS}:list"), reverse(f"{SCREENS}:add")


def edit(design):
    return reverse(f"{SCREENS}:edit", args=[design.pk])


def delete(design):
    return reverse(f"{SCREENS}:delete", args=[design.pk])


def told(response) -> str:
    return " ".join(map(str, get_messages(response.wsgi_request)))


def listed(response) -> list:
    return list(response.context["object_list"])


def test_an_author_writes_a_draft_and_a_programme_owner_publishes_it(
    client, author, programme_owner, form
):
    client.force_login(author)
    data = form(people=[("Ann Devos", "Mayor")], below="Until {valid_until}")
    assert client.post(ADD, data).status_code == 302
    design = Design.objects.get()
    assert (design.name, design.live, design.accent) == ("New design", False, "#7a0019")
    client.post(edit(design), data | {"action-publish": "1"})
    design.refresh_from_db()
    assert not design.live

    client.force_login(programme_owner)
    client.post(edit(design), data | {"action-publish": "1"})
    design.refresh_from_db()
    assert design.live
    assert design.signatories[0].value["name"] == "Ann Devos"


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("above", "For {name}", "{holder}, {course}"),
        ("heading", "{{", "Braces"),
        ("accent", "#ffee00", "too light"),
    ],
)
def test_what_would_print_wrong_is_refused_in_words(
    field, value, says, client, programme_owner, form
):
    client.force_login(programme_owner)
    response = client.post(ADD, form(**{field: value}))
    assert response.status_code == 200
    assert says in str(response.context["form"].errors[field])
    assert not Design.objects.exists()


def test_more_than_three_signatories_are_refused(client, programme_owner, form):
    client.force_login(programme_owner)
    people = [(f"Person {number}", "Mayor") for number in range(4)]
    response = client.post(ADD, form(people=people) | {"action-publish": "1"})
    assert response.status_code == 200
    assert not Design.objects.exists()


def test_what_cannot_be_printed_is_not_published(client, programme_owner, form):
    client.force_login(programme_owner)
    response = client.post(ADD, form(heading="山") | {"action-publish": "1"})
    assert response.status_code == 200
    assert "山" in str(response.context["form"].non_field_errors())
    assert not Design.objects.filter(live=True).exists()


def test_designs_of_others_are_not_listed_not_opened_and_not_changed(
    client, stranger, designs, form
):
    client.force_login(stranger)
    assert listed(client.get(LIST)) == []
    for design in designs.values():
        for name in ("edit", "delete", "history", "usage", "copy", "unpublish"):
            where = reverse(f"{SCREENS}:{name}", args=[design.pk])
            assert client.get(where).status_code == 404, name
            assert client.post(where, form()).status_code == 404, name
    assert Design.objects.filter(name="House style", live=True).count() == 2


@pytest.mark.parametrize("role", [Role.LEARNER, Role.COORDINATOR, Role.TRAINER])
def test_who_writes_no_content_finds_no_designs(role, client, beekstad, designs, now):
    client.force_login(person(beekstad, role, now=now))
    for where in (LIST, ADD, edit(designs["en"])):
        response = client.get(where)
        assert response.status_code in (302, 404)
        assert "House style" not in response.text


def test_the_list_says_by_how_many_each_is_used(
    client, author, designs, small_course, bob, now
):
    make_rule(small_course.course, design=designs["en"])
    award_certificate(complete(small_course, bob, now=now), now=now)
    client.force_login(author)
    rows = BeautifulSoup(client.get(LIST).content, "html.parser").select("tbody tr")
    assert len(rows) == 2
    for row in rows:
        assert "1 rule, 1 issued certificate" in " ".join(row.text.split())


def test_the_list_is_filtered_by_owner_language_and_state(
    client, author, beekstad, valmont, designs
):
    draft = make_design(beekstad, name="Draft", languages=("en",), live=False)["en"]
    client.force_login(author)
    english, dutch = designs["en"], designs["nl"]
    for query, found in (
        ({"state": "draft"}, {draft}),
        ({"state": "live"}, {english, dutch}),
        ({"state": "changed"}, set()),
        ({"locale": "nl"}, {dutch}),
        ({"owner": beekstad.pk}, {draft, english, dutch}),
        ({"q": "Draft"}, {draft}),
    ):
        assert set(listed(client.get(LIST, query))) == found, query
    # An organisation of others is no choice.
    assert "Valmont" not in client.get(LIST).text


def test_an_empty_list_says_what_will_be_there(client, author):
    client.force_login(author)
    page = BeautifulSoup(client.get(LIST).content, "html.parser")
    assert page.find("a", string="Make the first design")["href"].startswith(ADD)


def test_the_list_costs_the_same_for_thirty(
    client, author, beekstad, small_course, bob, now, django_assert_max_num_queries
):
    design = make_design(beekstad, languages=("en",))["en"]
    make_rule(small_course.course, design=design)
    certificate = award_certificate(complete(small_course, bob, now=now), now=now)
    client.force_login(author)
    client.get(LIST)
    with django_assert_max_num_queries(60) as one:
        client.get(LIST)
    more_certificates(certificate, 5, now=now)
    Design.objects.bulk_create(
        Design(owner=beekstad, name=f"Design {n}", locale=design.locale, live=False)
        for n in range(29)
    )
    with django_assert_max_num_queries(60) as many:
        client.get(LIST)
    assert len(many) <= len(one)


def test_a_design_of_a_rule_is_not_deleted_and_the_reason_is_said(
    client, programme_owner, designs, small_course
):
    make_rule(small_course.course, design=designs["en"])
    client.force_login(programme_owner)
    for design in designs.values():
        for response in (client.get(delete(design)), client.post(delete(design))):
            assert response.status_code == 302
            assert "is used by a certificate rule" in told(response)
    assert Design.objects.count() == 2


def test_several_are_not_deleted_at_once_when_a_rule_has_one(
    client, designs, beekstad, small_course
):
    make_rule(small_course.course, design=designs["en"])
    other = make_design(beekstad, name="Other", languages=("en",))["en"]
    client.force_login(User.objects.create_superuser("root@relay.example"))
    where = reverse(
        "wagtail_bulk_action", args=["certificates", "design", "delete"]
    ) + (f"?id={designs['nl'].pk}&id={other.pk}")
    assert client.post(where).status_code == 302
    assert Design.objects.count() == 3


def test_a_design_that_no_rule_has_may_go(client, programme_owner, designs):
    client.force_login(programme_owner)
    assert client.get(delete(designs["nl"])).status_code == 200
    client.post(delete(designs["nl"]))
    assert set(Design.objects.all()) == {designs["en"]}


def test_a_rule_is_given_a_design_of_ones_own_and_no_other(
    client, programme_owner, beekstad, valmont, designs, small_course
):
    rule = make_rule(small_course.course)
    theirs = make_design(valmont, name="Of Valmont", languages=("en",))["en"]
    where = reverse("certificates_rules:edit", args=[rule.pk])
    client.force_login(programme_owner)
    page = client.get(where)
    offered = set(page.context["form"]["design"].field.queryset)
    assert offered == {designs["en"]}
    data = {
        name: "" if value is None else value
        for name, value in page.context["form"].initial.items()
    } | {
        field.html_name: field.value()
        for field in page.context["form"]
        if field.html_name.startswith(("name_", "title_"))
    }
    assert client.post(where, data | {"design": designs["en"].pk}).status_code == 302
    assert CertificateRule.objects.get().design == designs["en"]
    assert client.post(where, data | {"design": theirs.pk}).status_code == 404
    assert CertificateRule.objects.get().design == designs["en"]
