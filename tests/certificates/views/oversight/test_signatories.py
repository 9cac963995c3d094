import pytest
from django.urls import reverse

from certificates.models import SignatoryChange
from tests.factories.certificates import TITLES, make_rule
from tests.factories.courses import make_course

PAGE = reverse("certificates_register:signatories")


def posted(*rules, **changes):
    return {
        "name": "Ada Nieuw",
        "from_day": "2026-12-01",
        "rules": [rule.pk for rule in rules],
        **{f"title_{code}": text for code, text in TITLES.items()},
        **changes,
    }


def test_a_change_is_looked_at_planned_and_withdrawn(olgas, olga, rule):
    assert "Zoë D’Hondt" in olgas.get(PAGE).text
    page = olgas.post(PAGE, posted(rule))
    assert [line.before for line in page.context["looked"]["rules"]] == ["Zoë D’Hondt"]
    assert not SignatoryChange.objects.exists()
    again = {}
    for name, value in page.context["looked"]["again"]:
        again.setdefault(name, []).append(value)
    assert olgas.post(PAGE, {**again, "confirm": "1"}).url == PAGE
    change = SignatoryChange.objects.get()
    assert (change.made_by, change.name, change.titles) == (olga, "Ada Nieuw", TITLES)
    assert "Ada Nieuw" in olgas.get(PAGE).text
    olgas.post(reverse("certificates_register:withdraw_signatory", args=[change.uuid]))
    change.refresh_from_db()
    assert change.withdrawn_at


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("title_nl", ""),
        ("from_day", "2026-11-20"),
        ("from_day", "soon"),
        ("rules", []),
        ("rules", [999_999]),
    ],
)
def test_what_cannot_be_printed_says_why(field, value, olgas, rule):
    for more in ({}, {"confirm": "1"}):
        answer = olgas.post(PAGE, {**posted(rule), field: value, **more})
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [field]
    assert not SignatoryChange.objects.exists()


def test_another_owner_neither_sees_nor_changes_ours(client, oscar, olgas, rule):
    olgas.post(PAGE, posted(rule, confirm="1"))
    change = SignatoryChange.objects.get()
    client.force_login(oscar)
    page = client.get(PAGE)
    for words in ("Ada Nieuw", "Zoë D’Hondt"):
        assert words not in page.text
    assert client.post(PAGE, posted(rule, confirm="1")).status_code == 422
    withdraw = reverse("certificates_register:withdraw_signatory", args=[change.uuid])
    assert client.post(withdraw).status_code == 404
    assert SignatoryChange.objects.get().waits


def test_the_page_costs_the_same_for_one_rule_and_for_many(
    olgas, beekstad, rule, django_assert_max_num_queries
):
    olgas.post(PAGE, posted(rule, confirm="1"))
    olgas.get(PAGE)
    with django_assert_max_num_queries(40) as one:
        olgas.get(PAGE)
    more = [
        make_rule(make_course(beekstad, code=f"other-{number}").course)
        for number in range(3)
    ]
    more += [make_rule(rule.course, sector=sector) for sector in ("MUN", "EDU", "YTH")]
    olgas.post(PAGE, posted(rule, *more, confirm="1"))
    with django_assert_max_num_queries(40) as many:
        page = olgas.get(PAGE)
    assert len(page.context["form"].fields["rules"].queryset) == 7
    assert len(one) == len(many)
