"""Links by which a holder shows a certificate, and takes it back."""

from datetime import date, timedelta

import pytest

from certificates.domain.shares import (
    MOST_OPEN,
    PAST_SHOWN,
    last_day_of,
    link_with_token,
    links_of,
    make_link,
    open_links,
    withdraw_link,
)
from certificates.enums import SharedFor
from certificates.models import ShareLink
from lms.errors import DomainError
from lms.models import AuditEntry


def made(certificate, now, *, lasts=SharedFor.NO_END, label=""):
    return make_link(
        certificate, label=label, lasts=lasts, actor=certificate.holder, now=now
    )


def token_of(address):
    return address.rstrip("/").rpartition("/")[2]


def test_the_address_leads_to_the_certificate_and_only_its_hash_is_kept(
    certificate, now
):
    link, address = made(certificate, now)
    token = token_of(address)
    assert len(token) >= 43
    assert link_with_token(token) == link
    assert link_with_token(token).certificate == certificate
    row = ShareLink.objects.values().get()
    assert token not in str(row)
    assert link_with_token(row["token_hash"]) is None


@pytest.mark.parametrize("token", ["", "no-such-token", "x" * 4000, "\x00"])
def test_any_other_token_is_none(token, certificate, now):
    made(certificate, now)
    assert link_with_token(token) is None


def test_no_two_are_alike(certificate, now):
    assert len({made(certificate, now)[1] for _ in range(5)}) == 5


@pytest.mark.parametrize(
    ("lasts", "last"),
    [
        (SharedFor.WEEK, date(2026, 11, 28)),
        (SharedFor.MONTH, date(2026, 12, 21)),
        (SharedFor.YEAR, date(2027, 11, 21)),
        (SharedFor.NO_END, None),
    ],
)
def test_it_opens_up_to_and_including_its_last_day(lasts, last, certificate, now):
    assert last_day_of(lasts, now.date()) == last
    link, _address = made(certificate, now, lasts=lasts)
    assert link.last_day == last
    assert link.opens_on(last or date(2126, 1, 1))
    if last:
        assert not link.opens_on(last + timedelta(days=1))


def test_withdrawn_is_for_good_and_twice_is_once(certificate, now):
    link, _address = made(certificate, now)
    for hours in (1, 2):
        withdraw_link(link, actor=certificate.holder, now=now + timedelta(hours=hours))
    link.refresh_from_db()
    assert link.withdrawn_at == now + timedelta(hours=1)
    assert not link.opens_on(now.date())
    actions = AuditEntry.objects.filter(action__contains="link_").order_by("pk")
    assert [entry.action for entry in actions] == [
        "certificates.link_made",
        "certificates.link_withdrawn",
    ]


def test_the_audit_tells_neither_for_whom_nor_the_address(certificate, now):
    _link, address = made(certificate, now, label="Aunt Ida")
    entry = AuditEntry.objects.get(action="certificates.link_made")
    assert "Ida" not in str(entry.data)
    assert token_of(address) not in str(entry.data)


def test_withdrawing_one_leaves_the_others(certificate, now):
    first, _one = made(certificate, now, label=" First  one ")
    second, _two = made(certificate, now)
    withdraw_link(first, actor=certificate.holder, now=now)
    assert first.label == "First one"
    assert open_links(certificate, day=now.date()) == [second]
    assert links_of(certificate, day=now.date()) == ([second], [first])


def test_there_are_never_more_than_can_be_kept_apart(certificate, now):
    links = [made(certificate, now)[0] for _ in range(MOST_OPEN)]
    with pytest.raises(DomainError) as problem:
        made(certificate, now)
    assert problem.value.code == "too_many"
    withdraw_link(links[0], actor=certificate.holder, now=now)
    made(certificate, now)


def test_of_those_that_ended_the_newest_are_listed(certificate, now):
    for _ in range(PAST_SHOWN + 3):
        link, _address = made(certificate, now)
        withdraw_link(link, actor=certificate.holder, now=now)
    open_ones, past = links_of(certificate, day=now.date())
    assert (open_ones, len(past), past[0]) == ([], PAST_SHOWN, link)
