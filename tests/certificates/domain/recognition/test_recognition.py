from contextlib import suppress
from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from certificates.domain.proofs import forget_proofs, proof_file
from certificates.domain.recognition.asking import claim, vouch, withdraw
from certificates.domain.recognition.deciding import refuse, say_yes
from certificates.domain.recognition.reading import (
    claims_of,
    decided_by,
    exported,
    recognitions_for,
)
from certificates.domain.recognition.rules import rules_for, would_run_out
from certificates.enums import RecognitionState as S
from certificates.models import Certificate, Recognition, RecognitionDecision
from courses.models import Completion, Enrolment
from lms.errors import DomainError
from lms.models import AuditEntry, OutgoingMail
from organisations.models import Sector
from tests.factories.awards import make_member, make_owner
from tests.factories.certificates import make_rule

PDF = b"%PDF-1.7\nproof"
DAY = date(2026, 5, 4)


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def olga(beekstad):
    return make_owner(beekstad, "Olga")


@pytest.fixture
def piet(beekstad):
    return make_owner(beekstad, "Piet")


@pytest.fixture
def claimed(rule, bob, now):
    return ask(rule, bob, now)


def ask(rule, user, now, **changes):
    said = {"trained_on": DAY, "given_by": "Police academy", "proof": PDF, **changes}
    return claim(user, rule.course, now=now, **said)


def begin(rule, user, actor, now, **changes):
    said = {
        "trained_on": DAY,
        "given_by": "Police academy",
        "reason": "She showed it at the desk",
        **changes,
    }
    sector = Sector.objects.get(pk="POL")
    return vouch(user, rule.course, sector, actor=actor, now=now, **said)


def code(act, *args, **kwargs) -> str:
    with pytest.raises(DomainError) as refusal:
        act(*args, **kwargs)
    return refusal.value.code


def picture(form: str) -> bytes:
    stream = BytesIO()
    image = Image.new("RGB", (60, 40), "teal")
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    image.save(stream, form, exif=exif)
    return stream.getvalue()


def test_two_different_owners_say_yes_and_then_it_is_awarded(
    claimed, bob, olga, piet, now, django_capture_on_commit_callbacks
):
    assert say_yes(claimed, actor=olga, now=now).state == S.CONFIRMED_ONCE
    assert not Certificate.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        done = say_yes(claimed, actor=piet, now=now)
    assert done.state == S.AWARDED
    certificate = Certificate.objects.get()
    assert certificate.holder == bob
    assert certificate.awarded_on == DAY
    assert certificate.words["recognised"]["by"] == "Police academy"
    assert done.completion == certificate.completion
    assert [one.by for one in done.decisions.all()] == [olga, piet]
    # One mail: that of the certificate, and not a word of a completed course.
    assert OutgoingMail.objects.get().template == "certificates/mail/recognised"
    assert set(AuditEntry.objects.values_list("action", flat=True)) >= {
        "certificates.recognition_asked",
        "certificates.recognition_confirmed_once",
        "certificates.recognised",
        "certificates.awarded",
    }


def test_nobody_says_yes_twice(claimed, olga, now):
    say_yes(claimed, actor=olga, now=now)
    assert code(say_yes, claimed, actor=olga, now=now) == "same"
    assert code(refuse, claimed, reason="No", actor=olga, now=now) == "same"
    with pytest.raises(IntegrityError), transaction.atomic():
        RecognitionDecision.objects.create(
            recognition=claimed, verdict="yes", at=now, by=olga
        )
    assert not Certificate.objects.exists()


def test_nobody_decides_on_their_own(rule, olga, piet, now):
    Sector.objects.filter(pk="MUN").update(gives_certificate=True)
    mine = ask(rule, olga, now)
    assert code(say_yes, mine, actor=olga, now=now) == "self"
    assert code(begin, rule, piet, piet, now) == "self"


def test_others_have_no_say(claimed, alice, bob, charlie, valmont, now):
    for stranger in (alice, charlie, make_owner(valmont, "Stranger")):
        assert code(say_yes, claimed, actor=stranger, now=now) == "stranger"
        assert not recognitions_for(stranger).exists()
    assert claims_of(alice, language="en") == []


def test_an_owner_begins_it_for_somebody_and_another_confirms(
    rule, bob, olga, piet, now
):
    begun = begin(rule, bob, olga, now)
    assert (begun.state, begun.asked_by) == (S.CONFIRMED_ONCE, olga)
    assert code(say_yes, begun, actor=olga, now=now) == "same"
    assert say_yes(begun, actor=piet, now=now).state == S.AWARDED


def test_an_owner_cannot_begin_it_for_people_elsewhere(rule, charlie, olga, now):
    assert code(begin, rule, charlie, olga, now) == "unknown"


def test_an_owner_says_why(rule, bob, olga, now):
    assert code(begin, rule, bob, olga, now, reason=" ") == "empty"


def test_an_owner_begins_nothing_for_another_issuer(rule, bob, valmont, now):
    assert code(begin, rule, bob, make_owner(valmont, "S"), now) == "stranger"
    assert not Recognition.objects.filter(state=S.CONFIRMED_ONCE).exists()


def test_a_refusal_is_told_with_its_reason_and_one_may_ask_again(
    rule, claimed, bob, olga, now
):
    assert code(refuse, claimed, reason="", actor=olga, now=now) == "empty"
    refuse(claimed, reason="The day cannot be read.", actor=olga, now=now)
    letter = OutgoingMail.objects.get()
    assert letter.template == "certificates/mail/recognition"
    (mine,) = claims_of(bob, language="en")
    assert (mine.recognition.state, mine.reason) == (
        S.REFUSED,
        "The day cannot be read.",
    )
    assert code(say_yes, claimed, actor=olga, now=now) == "closed"
    assert ask(rule, bob, now).state == S.SUBMITTED


def test_who_has_no_address_is_not_written_to(claimed, bob, olga, now):
    bob.email = None
    bob.save()
    refuse(claimed, reason="The day cannot be read.", actor=olga, now=now)
    assert not OutgoingMail.objects.exists()


def test_withdrawing_deletes_the_proof(
    claimed, olga, now, django_capture_on_commit_callbacks
):
    storage, name = claimed.proof.storage, claimed.proof.name
    assert storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        gone = withdraw(claimed, now=now)
    assert (gone.state, gone.proof) == (S.WITHDRAWN, "")
    assert not storage.exists(name)
    assert code(withdraw, claimed, now=now) == "closed"
    assert code(say_yes, claimed, actor=olga, now=now) == "closed"


def test_one_claim_at_a_time(rule, claimed, bob, now):
    assert code(ask, rule, bob, now) == "open"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"trained_on": date(2026, 11, 22)}, "future"),
        ({"given_by": " "}, "empty"),
        ({"proof": b"<html>"}, ""),
        ({"proof": b""}, ""),
        ({"proof": PDF + b" " * (5 * 1024 * 1024)}, ""),
    ],
)
def test_what_cannot_be_taken_is_refused_and_nothing_is_kept(
    rule, bob, now, changes, expected
):
    assert code(ask, rule, bob, now, **changes) == expected
    assert not Recognition.objects.exists()


def test_who_has_one_that_stands_needs_none(rule, certificate, bob, now):
    assert code(ask, rule, bob, now) == "has"


def test_without_a_sector_or_a_certificate_for_it_there_is_nothing_to_ask(
    rule, bob, beekstad, now
):
    Sector.objects.filter(pk="POL").update(gives_certificate=False)
    bob.refresh_from_db()
    assert rules_for(bob.sector) == []
    assert ask_code(rule, bob, now)
    assert code(ask, rule, make_member(beekstad, "W", sector=None), now) == "sector"


def ask_code(rule, user, now) -> bool:
    with pytest.raises(DomainError):
        ask(rule, user, now)
    return True


def test_the_sectors_own_rule_goes_before_the_one_for_all(rule, bob, valmont):
    own = make_rule(rule.course, sector="POL", issuer=valmont)
    assert rules_for(bob.sector) == [own]


def test_an_old_training_is_told_before_anybody_decides(rule, bob, now):
    old = ask(rule, bob, now, trained_on=date(2019, 5, 4))
    assert would_run_out(old, today=now.date()) == date(2021, 5, 4)
    withdraw(old, now=now)
    assert would_run_out(ask(rule, bob, now), today=now.date()) is None


def test_what_came_meanwhile_makes_the_second_yes_needless(
    rule, claimed, small_course, bob, olga, piet, now
):
    from certificates.domain.award import award_certificate
    from tests.factories.certificates import complete

    say_yes(claimed, actor=olga, now=now)
    award_certificate(complete(small_course, bob, now=now), now=now)
    assert code(say_yes, claimed, actor=piet, now=now) == "has"
    assert Certificate.objects.count() == 1


def test_nothing_is_silent_before_the_second_yes(claimed, olga, now):
    say_yes(claimed, actor=olga, now=now)
    for model in (Enrolment, Completion, Certificate, OutgoingMail):
        assert not model.objects.exists()


def test_a_proof_is_deleted_some_months_after_the_decision(claimed, olga, now):
    name, storage = claimed.proof.name, claimed.proof.storage
    assert forget_proofs(now + timedelta(days=400)) == 0, "nobody has decided"
    refuse(claimed, reason="The day cannot be read.", actor=olga, now=now)
    assert forget_proofs(now + timedelta(days=180)) == 0
    assert forget_proofs(now + timedelta(days=190)) == 1
    assert forget_proofs(now + timedelta(days=190)) == 0
    claimed.refresh_from_db()
    assert claimed.proof == ""
    assert claimed.proof_gone_at == now + timedelta(days=190)
    assert not storage.exists(name)
    assert claimed.decisions.count() == 1
    entry = AuditEntry.objects.get(action="certificates.proof_deleted")
    assert (entry.actor, entry.subject_id) == (None, str(claimed.pk))


@pytest.mark.parametrize(("form", "ending"), [("JPEG", "jpg"), ("PNG", "png")])
def test_a_picture_is_written_anew_without_what_rode_along(form, ending):
    sent = picture(form)
    assert b"taken at home" in sent
    kept = proof_file(sent)
    assert kept.name.endswith(f".{ending}")
    assert b"taken at home" not in kept.read()


def test_a_picture_cut_short_is_refused():
    with pytest.raises(DomainError):
        proof_file(picture("PNG")[:60])


def test_claims_and_decisions_stay_and_are_in_the_export(claimed, bob, olga, now):
    refuse(claimed, reason="The day cannot be read.", actor=olga, now=now)
    (row,) = exported(bob)
    assert row["decisions"][0]["reason"] == "The day cannot be read."
    assert len(decided_by(olga)) == 1
    for thing in (claimed, claimed.decisions.get()):
        with pytest.raises(DomainError):
            thing.delete()


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from(["yes", "no", "withdraw"])),
        max_size=6,
    )
)
def test_whatever_happens_two_owners_stand_behind_every_certificate(
    rule, bob, alice, olga, piet, now, history
):
    people = (bob, alice, olga, piet)
    with transaction.atomic():
        asked = ask(rule, bob, now)
        for number, act in history:
            with suppress(DomainError):
                if act == "withdraw":
                    withdraw(asked, now=now)
                elif act == "yes":
                    say_yes(asked, actor=people[number], now=now)
                else:
                    refuse(asked, reason="Unclear", actor=people[number], now=now)
        asked.refresh_from_db()
        said = list(asked.decisions.values_list("by", "verdict"))
        yes = {by for by, verdict in said if verdict == "yes"}
        assert {by for by, _verdict in said} <= {olga.pk, piet.pk}
        assert len(said) == len({by for by, _verdict in said})
        is_awarded = asked.state == S.AWARDED
        assert is_awarded == (yes == {olga.pk, piet.pk})
        assert Certificate.objects.exists() == is_awarded
        transaction.set_rollback(True)
