from datetime import timedelta

import time_machine

from certificates.domain.badges.wallet import LASTS, behind, wallet_url


def token_of(url: str) -> str:
    return url.rstrip("/").rsplit("/", 1)[1]


def test_the_address_leads_to_the_badge_for_a_day(certificate, now, settings):
    settings.RELAY_BASE_URL = "https://relay.example"
    with time_machine.travel(now, tick=False):
        url = wallet_url(certificate, language="nl")
        assert url.startswith("https://relay.example/badges/wallet/")
        assert behind(token_of(url)) == (certificate, "nl")
    with time_machine.travel(now + LASTS, tick=False):
        assert behind(token_of(url)) == (certificate, "nl")
    with time_machine.travel(now + LASTS + timedelta(seconds=2), tick=False):
        assert behind(token_of(url)) is None


def test_an_address_cannot_be_made_up(certificate):
    token = token_of(wallet_url(certificate, language="en"))
    assert behind(token[:-1] + ("A" if token[-1] != "A" else "B")) is None
    assert behind(certificate.uuid.hex) is None


def test_nothing_is_behind_the_address_of_what_is_not_there(certificate):
    certificate.uuid = certificate.completion.enrolment.course.page_key
    assert behind(token_of(wallet_url(certificate, language="en"))) is None
