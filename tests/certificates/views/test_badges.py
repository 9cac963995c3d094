import io
import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from PIL import Image

from certificates.domain.badges.did import did_document
from certificates.domain.badges.image import KEYWORD
from certificates.domain.badges.keys import Algorithm, all_keys, make_key
from certificates.domain.life import revoke, suspend
from certificates.models import BadgeIndex
from tests.certificates.domain.reading_badges import (
    proof_holds,
    token_holds,
    unbase64url,
)
from tests.factories.certificates import more_certificates

DOWNLOADS = ["badge_file", "badge_image", "badge_jwt"]
DID = "/.well-known/did.json"


def address(name, certificate):
    return reverse(f"certificates:{name}", args=[certificate.uuid])


def read(response) -> dict:
    return json.loads(response.content)


def list_of(purpose, number=1):
    return reverse("certificates:badge_status", args=[number, purpose])


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def bobs(client, bob):
    client.force_login(bob)
    return client


@pytest.fixture
def without_keys(settings):
    settings.RELAY_BADGE_KEYS = ""


@pytest.fixture
def wallet(bobs, certificate):
    """The address that the page gives the holder."""
    page = bobs.get(address("detail", certificate))
    url = page.context["badge"]["wallet_url"]
    assert f'href="{url}"' in page.content.decode()
    return url.removeprefix("http://localhost:8000")


@pytest.mark.parametrize("page", DOWNLOADS)
@pytest.mark.parametrize("person", ["alice", "charlie"])
def test_somebody_elses_badge_does_not_exist(
    page, person, client, certificate, request
):
    client.force_login(request.getfixturevalue(person))
    assert client.get(address(page, certificate)).status_code == 404
    assert not BadgeIndex.objects.exists()


@pytest.mark.parametrize("page", DOWNLOADS)
def test_strangers_are_asked_to_sign_in(page, client, certificate):
    response = client.get(address(page, certificate))
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("page", DOWNLOADS)
def test_a_download_is_kept_by_no_cache_and_takes_no_post(page, bobs, certificate):
    response = bobs.get(address(page, certificate))
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert response["Content-Disposition"].startswith("attachment")
    assert certificate.number in response["Content-Disposition"]
    assert bobs.post(address(page, certificate)).status_code == 405


@pytest.mark.parametrize("page", DOWNLOADS)
def test_a_language_it_does_not_have_is_not_found(page, bobs, certificate):
    assert bobs.get(address(page, certificate) + "?lang=it").status_code == 404


def test_the_file_the_picture_and_the_token_verify(bobs, certificate):
    document = read(bobs.get(DID))
    file = bobs.get(address("badge_file", certificate))
    assert file["Content-Type"] == "application/vc"
    assert proof_holds(read(file), document)
    picture = bobs.get(address("badge_image", certificate)).content
    with Image.open(io.BytesIO(picture)) as image:
        image.load()
        assert json.loads(image.text[KEYWORD]) == read(file)
    token = bobs.get(address("badge_jwt", certificate))
    assert token["Content-Type"] == "application/vc+jwt"
    assert token_holds(token.content.decode(), document)


def test_the_file_is_in_the_language_asked_for(bobs, certificate):
    said = read(bobs.get(address("badge_file", certificate) + "?lang=nl"))
    assert said["name"] == "Eerstelijnspreventie, basis - Politie"


def test_the_page_offers_the_badge_in_the_readers_language(client, bob, certificate):
    bob.language = "nl"
    bob.save()
    client.force_login(bob)
    page = client.get(address("detail", certificate)).content.decode()
    assert "Digitale badge" in page
    for name in DOWNLOADS:
        assert f"{address(name, certificate)}?lang=nl" in page


def test_a_reader_of_another_language_gets_it_as_it_was_earned(bobs, certificate):
    certificate.words["names"] = {"nl": "Naam"}
    certificate.language = "nl"
    certificate.save()
    page = bobs.get(address("detail", certificate))
    assert page.context["badge"]["language"] == "nl"


def test_looking_at_the_page_draws_no_place(bobs, certificate):
    bobs.get(address("detail", certificate))
    assert not BadgeIndex.objects.exists()


def test_what_is_at_an_end_is_not_offered_any_more(bobs, certificate, admin_user, now):
    revoke(certificate, reason_code="error", actor=admin_user, now=now)
    page = bobs.get(address("detail", certificate))
    assert page.context["badge"] is None
    assert "Digital badge" not in page.content.decode()


@pytest.mark.usefixtures("without_keys")
def test_without_a_key_nothing_is_offered_and_nothing_breaks(bobs, certificate):
    page = bobs.get(address("detail", certificate))
    assert page.status_code == 200
    assert "Digital badge" not in page.content.decode()
    for name in DOWNLOADS:
        assert bobs.get(address(name, certificate)).status_code == 404
    assert bobs.get(DID).status_code == 404
    assert bobs.get(list_of("revocation")).status_code == 404


@pytest.fixture
def p256_alone(settings, tmp_path):
    settings.RELAY_BADGE_KEYS = str(tmp_path / "keys")
    make_key(tmp_path / "keys" / "2026.pem", algorithm=Algorithm.ES256)
    return tmp_path / "keys"


@pytest.mark.usefixtures("p256_alone")
def test_with_a_p256_key_alone_the_token_is_offered_and_the_page_says_so(
    bobs, certificate
):
    page = bobs.get(address("detail", certificate)).content.decode()
    assert address("badge_jwt", certificate) in page
    assert "As an image or any other file the badge is not to be had here." in page
    for name in ("badge_file", "badge_image"):
        assert address(name, certificate) not in page
        assert bobs.get(address(name, certificate)).status_code == 404
    token = bobs.get(address("badge_jwt", certificate)).content.decode()
    assert token_holds(token, read(bobs.get(DID)))


@pytest.mark.usefixtures("p256_alone")
@pytest.mark.parametrize("accept", ["application/vc", "application/vc+jwt", "*/*"])
def test_with_a_p256_key_alone_a_wallet_gets_the_token(accept, wallet):
    response = Client().get(wallet, headers={"accept": accept})
    assert response["Content-Type"] == "application/vc+jwt"
    assert token_holds(response.content.decode(), did_document(all_keys()))


def test_with_a_p256_key_alone_the_lists_are_tokens_and_not_sent_again(
    p256_alone, bobs, certificate, admin_user, now
):
    bobs.get(address("badge_jwt", certificate))
    url = list_of("revocation")
    first = Client().get(url)
    assert first["Content-Type"] == "application/vc+jwt"
    assert token_holds(first.content.decode(), did_document(all_keys()))
    claims = json.loads(unbase64url(first.content.decode().split(".")[1]))
    assert claims["iss"] == claims["issuer"]
    assert claims["sub"] == claims["credentialSubject"]["id"]
    again = Client().get(url, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    revoke(certificate, reason_code="error", actor=admin_user, now=now)
    after = Client().get(url, headers={"if-none-match": first["ETag"]})
    changed = json.loads(unbase64url(after.content.decode().split(".")[1]))
    assert changed["credentialSubject"] != claims["credentialSubject"]
    make_key(p256_alone / "2027.pem")
    assert proof_holds(read(Client().get(url)), did_document(all_keys()))


def test_a_wallet_needs_no_account(wallet, certificate, bob):
    response = Client().get(wallet)
    assert response["Content-Type"] == "application/vc"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    assert "Accept" in response["Vary"]
    assert proof_holds(read(response), did_document(all_keys()))
    assert bob.printed_name not in response.content.decode()


def test_a_wallet_that_asks_for_a_token_gets_one(wallet):
    response = Client().get(wallet, headers={"accept": "application/vc+jwt"})
    assert response["Content-Type"] == "application/vc+jwt"
    assert token_holds(response.content.decode(), did_document(all_keys()))


def test_the_wallets_address_ends_after_a_day(wallet, now):
    with time_machine.travel(now + timedelta(days=1, seconds=2), tick=False):
        assert Client().get(wallet).status_code == 404
    assert Client().get(wallet[:-2] + "/").status_code == 404
    assert Client().post(wallet).status_code == 405


@pytest.mark.parametrize(
    "url",
    [
        reverse("certificates:badge_wallet", args=["made-up"]),
        list_of("revocation"),
    ],
)
def test_addresses_cannot_be_tried_by_the_thousand(url, client, db):
    answers = [client.get(url) for _try in range(122)]
    assert {answer.status_code for answer in answers} == {404, 429}
    assert "public" not in answers[-1].get("Cache-Control", "")


def test_the_keys_are_for_everybody(client):
    response = client.get(DID)
    assert response["Content-Type"] == "application/did+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert {"public", "max-age=300"} <= set(response["Cache-Control"].split(", "))
    assert read(response) == did_document(all_keys())
    assert client.post(DID).status_code == 405


@pytest.mark.parametrize(
    "url",
    [
        list_of("revocation"),
        list_of("revocation", 0),
        list_of("revocation", 10**30),
        list_of("anything"),
    ],
)
def test_a_list_that_is_not_there_is_not_found(url, client, db):
    assert client.get(url).status_code == 404


def test_a_revoked_badge_is_seen_in_the_list_at_once(
    bobs, certificate, admin_user, now
):
    (entry, _other) = read(bobs.get(address("badge_file", certificate)))[
        "credentialStatus"
    ]
    url = entry["statusListCredential"].removeprefix("http://localhost:8000")
    before = Client().get(url)
    assert proof_holds(read(before), did_document(all_keys()))
    revoke(certificate, reason_code="error", actor=admin_user, now=now)
    after = Client().get(url, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert read(after)["credentialSubject"] != read(before)["credentialSubject"]
    assert proof_holds(read(after), did_document(all_keys()))


def test_an_unchanged_list_is_not_sent_again(bobs, certificate, admin_user, now):
    bobs.get(address("badge_file", certificate))
    suspend(certificate, reason_code="complaint", actor=admin_user, now=now)
    first = Client().get(list_of("suspension"))
    assert {"public", "max-age=300"} <= set(first["Cache-Control"].split(", "))
    again = Client().get(
        list_of("suspension"), headers={"if-none-match": first["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert "complaint" not in first.content.decode()


def test_a_list_costs_the_same_with_one_and_with_thirty(
    client, bobs, certificate, admin_user, now, django_assert_num_queries
):
    for count in (0, 29):
        for one in [certificate, *more_certificates(certificate, count, now=now)]:
            bobs.get(address("badge_file", one))
            if one.events.count() == 1:
                revoke(one, reason_code="error", actor=admin_user, now=now)
        with django_assert_num_queries(1):
            Client().get(list_of("revocation"))


def test_a_badge_keeps_the_budget(bobs, certificate, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        bobs.get(address("badge_file", certificate))
