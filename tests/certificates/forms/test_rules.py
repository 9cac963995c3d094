"""What a programme owner says of renewing, in the form of a rule."""

import pytest
from django.urls import reverse

from certificates.models import CertificateRule
from organisations.models import User
from tests.certificates.test_admin import posted
from tests.factories.certificates import make_rule
from tests.factories.equivalents import bare_course, make_equivalents

ADD = reverse("certificates_rules:add")


@pytest.fixture
def send(client, small_course):
    """Send the form of a new rule as an administrator; the errors, {} where it is kept."""
    client.force_login(
        User.objects.create_superuser("root@relay.example", language="en")
    )

    def sent(course=None, **changes):
        course = course or small_course.course
        response = client.post(ADD, posted(course, **changes))
        return {} if response.status_code == 302 else response.context["form"].errors

    return sent


def test_who_says_nothing_renews_as_ever(send):
    assert send() == {}
    rule = CertificateRule.objects.get()
    assert (rule.renewal_mode, rule.renewal_window_days) == ("completion", 60)
    assert (rule.fixed_month, rule.fixed_day, rule.renews) == (None, None, None)


def test_a_fixed_day_of_the_year_is_kept(send):
    fixed = {"renewal_mode": "fixed", "fixed_month": "2", "fixed_day": "29"}
    assert send(**fixed, renewal_window_days="90") == {}
    rule = CertificateRule.objects.get()
    assert (rule.renewal_mode, rule.renewal_window_days) == ("fixed", 90)
    assert (rule.fixed_month, rule.fixed_day) == (2, 29)


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"renewal_mode": "fixed"}, ["fixed_month"]),
        ({"renewal_mode": "fixed", "fixed_month": "4"}, ["fixed_day"]),
        (
            {"renewal_mode": "fixed", "fixed_month": "4", "fixed_day": "31"},
            ["fixed_day"],
        ),
        (
            {"renewal_mode": "fixed", "fixed_month": "4", "fixed_day": "0"},
            ["fixed_day"],
        ),
        ({"renewal_mode": "expiry", "fixed_month": "4"}, ["fixed_month"]),
        ({"fixed_day": "4"}, ["fixed_day"]),
        ({"renewal_mode": "never"}, ["renewal_mode"]),
        ({"renewal_window_days": "59"}, ["renewal_window_days"]),
        ({"renewal_window_days": "367"}, ["renewal_window_days"]),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(send, changes, wrong):
    assert list(send(**changes)) == wrong
    assert not CertificateRule.objects.exists()


def test_a_refresher_counts_for_its_course_before_it_renews_it(send, small_course):
    base = small_course.course
    make_rule(base)
    refresher = bare_course(base.owner, "refresh")

    assert list(send(base, sector="EDU", renews=base.pk)) == ["renews"]
    (message,) = send(refresher, renews=base.pk)["renews"]
    assert "Equivalent courses" in message

    make_equivalents(base, refresher)
    assert send(refresher, renews=base.pk) == {}
    assert CertificateRule.objects.get(course=refresher).renews == base
