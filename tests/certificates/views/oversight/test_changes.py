import pytest
from django.urls import reverse

from certificates.domain.oversight.bulk import look_at_change
from certificates.domain.state import state_on
from certificates.enums import CertificateState, ChangeState, EventKind
from certificates.models import Certificate, RegisterChange
from tests.factories.certificates import more_certificates

LOOK = reverse("certificates_register:look")
REGISTER = reverse("certificates_register:index")


def address(change, name="change"):
    return reverse(f"certificates_register:{name}", args=[change.uuid])


@pytest.fixture
def three(certificate, now):
    return [certificate, *more_certificates(certificate, 2, now=now)]


@pytest.fixture
def looked(three, olga, now):
    return look_at_change(
        Certificate.objects.all(), EventKind.SUSPENDED, actor=olga, now=now
    )


def states(now):
    return {state_on(one, now.date()) for one in Certificate.objects.all()}


def test_ticked_ones_are_looked_at_decided_and_taken_back(olgas, three, now):
    answer = olgas.post(
        LOOK, {"act": "suspended", "certificate": [one.uuid for one in three[:2]]}
    )
    change = RegisterChange.objects.get()
    assert answer.url == address(change)
    assert change.total == 2
    page = olgas.get(address(change))
    assert "2 certificates change" in page.text
    assert states(now) == {CertificateState.VALID}
    olgas.post(address(change), {"reason": "under-review"})
    assert states(now) == {CertificateState.VALID, CertificateState.SUSPENDED}
    page = olgas.get(address(change))
    assert "2 certificates changed" in page.text
    answer = olgas.post(address(change), {"undo": "1"})
    assert answer.url == address(change.undone_by)
    assert states(now) == {CertificateState.VALID}
    assert address(change.undone_by) in olgas.get(address(change)).text


def test_all_that_the_filters_show_are_taken(olgas, three):
    data = {"act": "revoked", "all": "1", "certificate": [three[0].uuid]}
    olgas.post(LOOK, {**data, "query": "sector=POL&order=number"})
    assert RegisterChange.objects.get().total == 3
    olgas.post(LOOK, {**data, "query": "sector=MUN"})
    olgas.post(LOOK, {**data, "query": "sector=WRONG"})
    assert RegisterChange.objects.count() == 1


@pytest.mark.parametrize(
    "data", [{}, {"act": "suspended"}, {"act": "deleted", "all": "1"}]
)
def test_without_a_choice_nothing_is_looked_at(data, olgas, three):
    assert olgas.post(LOOK, data).url == REGISTER
    assert not RegisterChange.objects.exists()


def test_what_is_no_certificate_is_not_found(olgas, three):
    answer = olgas.post(LOOK, {"act": "suspended", "certificate": "x"})
    assert answer.status_code == 404


def test_without_a_reason_nothing_happens(olgas, looked, now):
    answer = olgas.post(address(looked), {"reason": ""})
    assert answer.status_code == 422
    assert answer.context["problem"]
    assert states(now) == {CertificateState.VALID}


def test_a_long_one_says_how_far_it_is(olgas, looked):
    RegisterChange.objects.update(
        state=ChangeState.UNDER_WAY, reason_code="under-review", done=1
    )
    assert address(looked, "progress") in olgas.get(address(looked)).text
    told = olgas.get(address(looked, "progress")).json()
    assert (told["isUnderWay"], told["done"], told["total"]) == (True, 1, 3)
    RegisterChange.objects.update(state=ChangeState.DONE)
    assert olgas.get(address(looked, "progress")).json()["isUnderWay"] is False


def test_another_owner_neither_looks_nor_decides(client, oscar, three, looked, now):
    client.force_login(oscar)
    client.post(LOOK, {"act": "revoked", "certificate": [three[0].uuid]})
    client.post(LOOK, {"act": "revoked", "all": "1"})
    assert list(RegisterChange.objects.all()) == [looked]
    for name in ("change", "progress"):
        assert client.get(address(looked, name)).status_code == 404
    answer = client.post(address(looked), {"reason": "under-review"})
    assert answer.status_code == 404
    assert states(now) == {CertificateState.VALID}


def test_learners_and_coordinators_find_nothing(client, alice, bob, looked, today):
    for person in (alice, bob):
        client.force_login(person)
        assert client.get(address(looked)).status_code == 404
        assert client.post(LOOK, {"act": "revoked", "all": "1"}).status_code == 404


def test_a_change_costs_the_same_for_one_and_for_thirty(
    olgas, olga, certificate, now, django_assert_max_num_queries
):
    def looked():
        return look_at_change(
            Certificate.objects.all(), EventKind.SUSPENDED, actor=olga, now=now
        )

    small = looked()
    olgas.get(address(small))
    with django_assert_max_num_queries(40) as one:
        olgas.get(address(small))
    more_certificates(certificate, 29)
    large = looked()
    with django_assert_max_num_queries(40) as thirty:
        assert len(olgas.get(address(large)).context["rows"]) == 30
    assert len(one) == len(thirty)
