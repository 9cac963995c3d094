from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lms.errors import DomainError
from lms.models import OutgoingMail
from organisations.domain.invitations.making import (
    invite,
)
from organisations.domain.memberships import declare_membership
from organisations.enums import Level, Role
from organisations.models import Invitation, Membership
from tests.factories.organisations import MembershipFactory, OrganisationFactory

LIST = reverse("organisations:invitations", kwargs={"code": "beekstad"})


def data(**changes):
    values = {"email": "new@beekstad.example", "sector": "POL", "language": "nl"}
    return values | changes


@pytest.fixture
def signed_in(client, alice):
    client.force_login(alice)
    return client


def one(name, invitation):
    return reverse(
        f"organisations:{name}",
        kwargs={"code": invitation.organisation.code, "uuid": invitation.uuid},
    )


def test_a_coordinator_invites(signed_in, police, alice):
    response = signed_in.post(LIST, data(printed_name="Néw Person"), follow=True)

    assert response.status_code == 200
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.invited_by) == ("new@beekstad.example", alice)
    assert "new@beekstad.example" in response.text


def test_the_form_proposes_the_language_of_the_regime(signed_in):
    form = signed_in.get(LIST).context["form"]

    assert form["language"].value() == "nl"


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "no address"},
        {"email": ""},
        {"email": "a@b.example\nBcc: x@y.example"},
        {"sector": "XXX"},
        {"language": "xx"},
        {"role": "administrator"},
        {"printed_name": "a\x00b"},
    ],
)
def test_wrong_lines_are_told_and_nobody_is_invited(wrong, signed_in, police):
    assert signed_in.post(LIST, data(**wrong)).status_code == 422
    assert Invitation.objects.count() == 0


def test_a_colleague_who_is_here_is_told(signed_in, bob):
    response = signed_in.post(LIST, data(email=bob.email))

    assert response.status_code == 422
    assert OutgoingMail.objects.count() == 0


def test_a_double_click_sends_one_mail(signed_in, police):
    signed_in.post(LIST, data())
    signed_in.post(LIST, data())

    assert OutgoingMail.objects.count() == 1


def test_nobody_is_invited_to_be_deputy_without_a_last_day(
    signed_in, alice, beekstad, police, now
):
    offered = dict(signed_in.get(LIST).context["form"].fields["role"].choices)
    assert set(offered) == {Role.LEARNER, Role.COORDINATOR}

    with pytest.raises(DomainError) as refused:
        invite(
            beekstad,
            email="new@beekstad.example",
            sector=police,
            language="nl",
            role=Role.DEPUTY,
            actor=alice,
            now=now,
        )

    assert refused.value.code == "no_end"
    assert Invitation.objects.count() == 0


def test_a_deputy_gives_no_roles(client, bob, beekstad):
    MembershipFactory(user=bob, organisation=beekstad, role=Role.DEPUTY)
    client.force_login(bob)

    assert "role" not in client.get(LIST).context["form"].fields


@pytest.mark.parametrize("stranger", ["bob", "charlie", "author"])
def test_strangers_get_404(stranger, request, client, invited, beekstad):
    if stranger == "author":
        user = MembershipFactory(organisation=beekstad, role=Role.AUTHOR).user
    else:
        user = request.getfixturevalue(stranger)
    client.force_login(user)

    assert client.get(LIST).status_code == 404
    assert client.post(LIST, data()).status_code == 404
    for name in ("resend_invitation", "withdraw_invitation"):
        assert client.post(one(name, invited)).status_code == 404
    invited.refresh_from_db()
    assert invited.withdrawn_at is None
    assert Invitation.objects.count() == 1


def test_an_invitation_does_not_answer_under_anothers_address(
    client, invited, charlie, valmont
):
    client.force_login(charlie)
    url = reverse(
        "organisations:withdraw_invitation",
        kwargs={"code": valmont.code, "uuid": invited.uuid},
    )

    assert client.post(url).status_code == 404


def test_nobody_signed_in_is_sent_to_sign_in(client, invited):
    for url in (LIST, one("resend_invitation", invited)):
        response = client.get(url)
        assert response.status_code == 302
        assert response.url.startswith(reverse("account_login"))


def test_looking_at_an_act_does_not_do_it(signed_in, invited):
    assert signed_in.get(one("withdraw_invitation", invited)).status_code == 405
    assert signed_in.get(one("resend_invitation", invited)).status_code == 405


def test_withdraw_and_resend(signed_in, invited, now):
    Invitation.objects.update(last_sent_at=now - timedelta(hours=1))
    signed_in.post(one("resend_invitation", invited))
    invited.refresh_from_db()
    assert invited.times_sent == 2

    response = signed_in.post(one("withdraw_invitation", invited), follow=True)
    invited.refresh_from_db()
    assert invited.withdrawn_at is not None
    assert len(list(response.context["messages"])) == 2 or response.status_code == 200


def test_resend_of_what_was_withdrawn_says_why_not(signed_in, invited):
    signed_in.post(one("withdraw_invitation", invited))

    response = signed_in.post(one("resend_invitation", invited), follow=True)

    assert response.status_code == 200
    assert OutgoingMail.objects.count() == 1


def test_the_list_is_filtered_by_state(signed_in, invited):
    assert len(signed_in.get(LIST, {"state": "open"}).context["page"]) == 1
    assert len(signed_in.get(LIST, {"state": "used"}).context["page"]) == 0
    assert len(signed_in.get(LIST, {"state": "nonsense"}).context["page"]) == 1


def test_the_list_shows_nothing_of_other_organisations(
    signed_in, invited, charlie, valmont, police, now
):
    invite(
        valmont,
        email="secret@valmont.example",
        sector=police,
        language="fr",
        actor=charlie,
        now=now,
    )

    assert "secret@valmont.example" not in signed_in.get(LIST).text


def test_equal_queries_with_1_and_30_invitations(
    signed_in, beekstad, alice, police, now, charlie, bob
):
    def fill(number, start=0):
        for n in range(start, start + number):
            invite(
                beekstad,
                email=f"new{n}@beekstad.example",
                sector=police,
                language="nl",
                actor=alice,
                now=now,
            )
            person = MembershipFactory(
                organisation=beekstad, is_self_declared=True
            ).user
            assert person.pk

    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert signed_in.get(LIST).status_code == 200
        return len(queries)

    fill(1)
    with_one = count()
    fill(29, start=1)

    assert count() == with_one
    assert with_one <= 12


def test_what_is_said_up_to_a_confirmed_day_is_confirmed_up_to_it(
    signed_in, charlie, beekstad, now
):
    """As after two accounts of one person were merged."""
    day = timezone.localdate(now) + timedelta(days=9)
    place = {"user": charlie, "organisation": beekstad}
    says = MembershipFactory(**place, ends_on=day, is_self_declared=True)
    MembershipFactory(**place, starts_on=day)
    kwargs = {"code": "beekstad", "pk": says.pk}

    signed_in.post(reverse("organisations:confirm_member", kwargs=kwargs))

    says.refresh_from_db()
    assert (says.is_self_declared, says.ends_on) == (False, day)


def test_who_says_so_is_confirmed_or_declined(signed_in, charlie, beekstad, now):
    declared = declare_membership(charlie, beekstad, now=now)
    kwargs = {"code": "beekstad", "pk": declared.pk}

    signed_in.post(reverse("organisations:confirm_member", kwargs=kwargs))
    declared.refresh_from_db()
    assert declared.is_self_declared is False

    # Confirmed people are not in the list any more, so cannot be declined there.
    decline = reverse("organisations:decline_member", kwargs=kwargs)
    assert signed_in.post(decline).status_code == 404


def test_who_does_not_belong_is_declined(signed_in, charlie, beekstad, now):
    declared = declare_membership(charlie, beekstad, now=now)

    signed_in.post(
        reverse(
            "organisations:decline_member",
            kwargs={"code": "beekstad", "pk": declared.pk},
        )
    )

    assert not Membership.objects.current().filter(pk=declared.pk).exists()


def test_members_of_others_are_not_declined(signed_in, bob, charlie, valmont, now):
    declared = declare_membership(bob, valmont, now=now)
    for code, status in (("valmont-les-saules", 404), ("beekstad", 404)):
        url = reverse(
            "organisations:decline_member", kwargs={"code": code, "pk": declared.pk}
        )
        assert signed_in.post(url).status_code == status


def test_a_department_is_the_coordinators_as_well(signed_in, beekstad):
    OrganisationFactory(
        name="Front desks",
        code="front-desks",
        parent=beekstad,
        level=Level.DEPARTMENT,
    )

    url = reverse("organisations:invitations", kwargs={"code": "front-desks"})
    assert signed_in.get(url).status_code == 200
