from datetime import timedelta

import pytest

from certificates.domain.oversight.signatories import (
    apply_due,
    look_at,
    plan_signatory,
    rules_of,
    signatory_changes_of,
    withdraw_signatory,
)
from certificates.models import Certificate, CertificateRule, SignatoryChange
from lms.errors import DomainError
from lms.models import AuditEntry
from tests.factories.certificates import TITLES, make_rule, more_certificates
from tests.factories.designs import make_design

NEW = {**TITLES, "en": "Director"}


@pytest.fixture
def rules(rule):
    return [rule, make_rule(rule.course, sector="MUN")]


@pytest.fixture
def plan(olga, now):
    def plan(rules, *, days=0, name="Ada Nieuw", actor=olga):
        return plan_signatory(
            rules,
            name=name,
            titles=NEW,
            from_day=(now + timedelta(days=days)).date(),
            actor=actor,
            now=now,
        )

    return plan


def names():
    return list(
        CertificateRule.objects.order_by("pk").values_list("signatory_name", flat=True)
    )


def test_from_today_it_is_printed_at_once(plan, rules, certificate, now):
    (change,) = plan(rules)
    assert change.applied_at == now
    assert names() == ["Ada Nieuw", "Ada Nieuw"]
    (newer,) = more_certificates(certificate, 1, now=now)
    assert newer.words["signatory"] == {"name": "Ada Nieuw", "titles": NEW}
    kept = Certificate.objects.get(pk=certificate.pk).words["signatory"]
    assert kept == {"name": "Zoë D’Hondt", "titles": TITLES}


def test_from_a_later_day_it_waits_for_it(plan, rules, now):
    (change,) = plan(rules, days=10)
    assert change.waits
    assert apply_due(now + timedelta(days=9)) == 0
    assert names() == ["Zoë D’Hondt"] * 2
    assert apply_due(now + timedelta(days=10)) == 1
    assert apply_due(now + timedelta(days=11)) == 0
    assert names() == ["Ada Nieuw"] * 2


def test_only_the_rules_chosen_change(plan, rules):
    plan(rules[1:])
    assert names() == ["Zoë D’Hondt", "Ada Nieuw"]


def test_the_later_of_two_days_signs_in_the_end(plan, rules, now):
    plan(rules, days=20, name="Late")
    plan(rules, days=10, name="Early")
    assert apply_due(now + timedelta(days=30)) == 2
    assert names() == ["Late", "Late"]


def test_who_signed_before_is_kept(plan, rules, olga):
    plan(rules[:1], name="First")
    (second,) = plan(rules[:1], name="Second")
    (row,) = second.rules.all()
    assert (row.name_before, row.titles_before) == ("First", NEW)
    assert [one.name for one in signatory_changes_of(olga)] == ["Second", "First"]
    acts = AuditEntry.objects.filter(subject_type="certificates.SignatoryChange")
    assert acts.count() == 4
    assert "First" not in str([entry.data for entry in acts])


def test_a_plan_is_withdrawn_once(plan, rules, olga, now):
    (change,) = plan(rules, days=10)
    withdraw_signatory(change, actor=olga, now=now)
    assert apply_due(now + timedelta(days=30)) == 0
    with pytest.raises(DomainError) as refused:
        withdraw_signatory(change, actor=olga, now=now)
    assert refused.value.code == "not_waiting"


def test_what_is_in_force_is_not_withdrawn(plan, rules, olga, now):
    (change,) = plan(rules)
    with pytest.raises(DomainError):
        withdraw_signatory(change, actor=olga, now=now)
    assert names() == ["Ada Nieuw"] * 2


def test_a_day_before_today_is_refused(plan, rules):
    with pytest.raises(DomainError) as refused:
        plan(rules, days=-1)
    assert refused.value.code == "in_the_past"
    assert not SignatoryChange.objects.exists()


def test_rules_of_another_body_are_left_alone(plan, rules, oscar, olga):
    with pytest.raises(DomainError) as refused:
        plan(rules, actor=oscar)
    assert refused.value.code == "no_rules"
    assert names() == ["Zoë D’Hondt"] * 2
    plan(rules)
    assert not signatory_changes_of(oscar).exists()
    assert not rules_of(oscar).exists()
    assert set(rules_of(olga)) == set(rules)


def test_a_rule_that_is_gone_or_elsewhere_by_then_is_left_alone(
    plan, rules, valmont, now
):
    (change,) = plan(rules, days=10)
    rules[0].issuer = valmont
    rules[0].save()
    rules[1].delete()
    assert apply_due(now + timedelta(days=10)) == 1
    assert names() == ["Zoë D’Hondt"]
    assert [row.name_before for row in change.rules.all()] == ["", ""]


def test_a_rule_whose_design_says_who_signs_is_told(
    rules, beekstad, now, django_assert_num_queries
):
    today = now.date()
    assert not any(one.is_by_design for one in look_at(rules, today, now=now))
    rules[0].design = make_design(beekstad)["nl"]
    with django_assert_num_queries(1):
        looked = look_at(rules, today, now=now)
    assert [one.is_by_design for one in looked] == [True, False]
