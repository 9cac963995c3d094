"""Badges checked by programs that we did not write, in another language, offline.

`.ci/run` installs them into var/independent from package.json and its lock here.
"""

import copy
import io
import json
import subprocess
from datetime import timedelta
from pathlib import Path
from shutil import which

import pytest
from django.conf import settings as configured
from django.utils import timezone
from PIL import Image

from certificates.domain.badges.credential import (
    badge_picture,
    badge_token,
    signed_badge,
)
from certificates.domain.badges.did import did_document
from certificates.domain.badges.keys import (
    Algorithm,
    all_keys,
    make_key,
    proof_key,
    signing_key,
)
from certificates.domain.badges.status import (
    Purpose,
    list_credential,
    list_token,
    set_bits,
)
from certificates.domain.life import restore, revoke, suspend
from certificates.models import end_of

SCRIPT = Path(__file__).with_name("verify.mjs")
LOCK = Path(__file__).with_name("package-lock.json")
PROGRAMS = configured.VAR_DIR / "independent"
REASON = {"reason_code": "test"}
GOOD = {"verified": True, "error": "", "revocation": False, "suspension": False}


@pytest.fixture
def node():
    found = which("node")
    if found is None:
        pytest.skip("node is not installed")
    installed = PROGRAMS / "installed-lock.json"
    if not installed.is_file() or installed.read_bytes() != LOCK.read_bytes():
        pytest.skip(f"{PROGRAMS} does not hold what .ci/run installs there")
    return found


@pytest.fixture
def keys(settings, tmp_path):
    settings.RELAY_BADGE_KEYS = str(tmp_path / "keys")
    settings.RELAY_BASE_URL = "https://relay.example"
    make_key(tmp_path / "keys" / "2026-01.pem")
    return tmp_path / "keys"


@pytest.fixture
def judged(node, keys, tmp_path, now):
    """What they say of badges and tokens, with our keys and lists as they are now."""

    def judge(*badges, tokens=(), at=now):
        lists = {}
        for purpose in Purpose:
            bits = set_bits(1, purpose, now=now)
            # Their program for lists goes by the clock of the machine.
            credential = list_credential(
                1, purpose, bits, proof_key(), now=timezone.now()
            )
            lists[credential["id"]] = credential
        given = {
            "did": did_document(all_keys()),
            "now": at.isoformat(),
            "lists": lists,
            "badges": badges,
            "tokens": tokens,
        }
        path = tmp_path / "given.json"
        path.write_text(json.dumps(given), encoding="utf-8")
        with SCRIPT.open("rb") as script:
            # Read from standard input, it looks for packages where it is run.
            done = subprocess.run(
                [node, "--input-type=module", "-", str(path)],
                stdin=script,
                capture_output=True,
                cwd=PROGRAMS,
                check=False,
                timeout=120,
            )
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout)

    return judge


@pytest.fixture
def signed(certificate, keys, now):
    return json.loads(signed_badge(certificate, signing_key(), language="en", now=now))


@pytest.fixture
def token(certificate, keys):
    return badge_token(certificate, signing_key(), language="en")


def altered_copies(value, whole=None, path=()):
    """A copy of a document for every single value in it, with that value altered."""
    whole = value if whole is None else whole
    for name, part in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(part, dict | list):
            yield from altered_copies(part, whole, (*path, name))
            continue
        altered = copy.deepcopy(whole)
        place = altered
        for step in path:
            place = place[step]
        place[name] = (not part) if isinstance(part, bool) else f"{part}x"
        yield altered


def test_a_badge_verifies_in_each_of_its_forms(judged, signed, token, certificate, now):
    picture = badge_picture(certificate, signing_key(), language="nl", now=now)
    with Image.open(io.BytesIO(picture)) as image:
        image.load()
        inside = json.loads(image.text["openbadgecredential"])
    verdicts = judged(signed, inside, tokens=[token])
    assert verdicts["badges"] == [GOOD, GOOD]
    assert verdicts["tokens"] == [{"verified": True, "error": ""}]


def test_no_altered_copy_verifies(judged, signed, token):
    added = {**signed, "evidence": [{"id": "https://elsewhere.example/"}]}
    unknown = {**signed, "unheardOf": "x"}
    copies = [*altered_copies(signed), added, unknown]
    assert len(copies) > 50
    header, claims, signature = token.split(".")
    tokens = [
        f"{header}.{claims[:-8]}AAAAAAAA.{signature}",
        f"{header}.{claims}.AAAAAAAA{signature[8:]}",
    ]
    verdicts = judged(*copies, tokens=tokens)
    passed = [
        copies[place]
        for place, verdict in enumerate(verdicts["badges"])
        if verdict["verified"]
    ]
    assert passed == []
    assert [verdict["verified"] for verdict in verdicts["tokens"]] == [False, False]


def test_revoked_and_suspended_are_seen_in_the_lists(
    judged, signed, certificate, admin_user, now
):
    suspend(certificate, actor=admin_user, now=now, **REASON)
    assert judged(signed)["badges"] == [{**GOOD, "suspension": True}]
    restore(certificate, actor=admin_user, now=now, **REASON)
    assert judged(signed)["badges"] == [GOOD]
    revoke(certificate, actor=admin_user, now=now, **REASON)
    assert judged(signed)["badges"] == [{**GOOD, "revocation": True}]


def test_after_a_new_key_old_signatures_still_verify(
    judged, signed, token, certificate, keys, now
):
    make_key(keys / "2027-01.pem")
    newer = json.loads(signed_badge(certificate, signing_key(), language="en", now=now))
    verdicts = judged(signed, newer, tokens=[token])
    assert verdicts["badges"] == [GOOD, GOOD]
    assert verdicts["tokens"][0]["verified"]


def test_tokens_of_both_kinds_of_key_verify_through_rotation(
    judged, signed, token, certificate, keys, now
):
    make_key(keys / "2027-01.pem", algorithm=Algorithm.ES256)
    p256 = badge_token(certificate, signing_key(), language="en")
    file = json.loads(signed_badge(certificate, proof_key(), language="en", now=now))
    make_key(keys / "2028-01.pem")
    newest = badge_token(certificate, signing_key(), language="en")
    lists = [
        list_token(1, one, set_bits(1, one, now=now), all_keys()[1], now=now)
        for one in Purpose
    ]
    header, claims, signature = p256.split(".")
    forged = f"{header}.{claims}.AAAAAAAA{signature[8:]}"

    verdicts = judged(signed, file, tokens=[token, p256, newest, *lists, forged])

    assert verdicts["badges"] == [GOOD, GOOD]
    assert [one["verified"] for one in verdicts["tokens"]] == [True] * 5 + [False]


def test_what_a_key_that_is_not_ours_signed_does_not_verify(
    judged, signed, token, keys
):
    (keys / "2026-01.pem").unlink()
    make_key(keys / "2027-01.pem")
    verdicts = judged(signed, tokens=[token])
    assert not verdicts["badges"][0]["verified"]
    assert not verdicts["tokens"][0]["verified"]


def test_before_its_first_day_and_after_its_last_a_badge_does_not_verify(
    judged, signed, certificate
):
    first, last = end_of(certificate.awarded_on), end_of(certificate.valid_until)
    # They let a clock be wrong by five minutes.
    hour, day = timedelta(hours=1), timedelta(days=1)
    verified = [
        judged(signed, at=moment)["badges"][0]["verified"]
        for moment in (first - day - hour, first - day, last, last + hour)
    ]
    assert verified == [False, True, True, False]
