"""Consent comes before, and a withdrawal counts at once and everywhere."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from lms.errors import DomainError
from lms.models import AuditEntry
from lms.publishing import NotPublishableError
from media.domain.testimonies import (
    consent_of,
    keys_in_force,
    record_consent,
    sweep,
    withdraw_consent,
)
from media.models import Recording, Testimony, TestimonyConsent
from tests.factories.media import SCOPE, make_recording, make_testimony

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
YEARS_LATER = datetime(2036, 1, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def told(beekstad) -> dict[str, Testimony]:
    return make_testimony(beekstad)


def key_of(told) -> str:
    return str(told["en"].translation_key)


def live(told) -> set[str]:
    rows = Testimony.objects.filter(translation_key=key_of(told), live=True)
    return set(rows.values_list("locale__language_code", flat=True))


def consent(testimony, **changes) -> TestimonyConsent:
    values = {
        "scope": SCOPE,
        "given_on": date(2026, 11, 1),
        "ends_on": date(2028, 11, 1),
        "document": ContentFile(b"%PDF-1.4", name="signed.pdf"),
        "actor": None,
        "now": NOW,
    }
    return record_consent(testimony, **values | changes)


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def draft(beekstad, **changes) -> Testimony:
    told = make_testimony(beekstad, languages=("en",), live=False, **changes)["en"]
    TestimonyConsent.objects.all().delete()
    return told


def test_without_consent_a_testimony_does_not_go_live(beekstad):
    testimony = draft(beekstad)

    testimony.live = True
    with pytest.raises(NotPublishableError, match="There is no consent in force"):
        testimony.save()


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("is_safe", False, "Say that the person is an adult"),
        ("words", " ", "Give words, a recording, or both."),
    ],
)
def test_what_a_testimony_needs_to_go_live(told, name, value, message):
    setattr(told["en"], name, value)

    with pytest.raises(NotPublishableError, match=message):
        told["en"].save()


def test_consent_is_recorded_with_its_document_and_in_the_log(beekstad, alice):
    testimony = draft(beekstad)

    given = consent(testimony, actor=alice)

    assert (given.recorded_by, given.recorded_at, given.owner) == (alice, NOW, beekstad)
    assert consent_of(testimony) == given
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.organisation_id) == (
        "media.consent_recorded",
        alice,
        beekstad.pk,
    )
    assert entry.data == {"given_on": "2026-11-01", "ends_on": "2028-11-01"}


def test_the_document_is_in_no_place_with_an_address(beekstad, settings, client):
    given = consent(draft(beekstad))

    assert given.document.path.startswith(str(settings.PRIVATE_MEDIA_ROOT))
    assert client.get(f"/uploads/{given.document.name}").status_code == 404


def test_new_terms_keep_the_document_that_is_there(beekstad):
    testimony = draft(beekstad)
    first = consent(testimony)

    again = consent(testimony, document=None, ends_on=date(2030, 1, 1))

    assert (again.pk, again.document.name) == (first.pk, first.document.name)
    assert again.ends_on == date(2030, 1, 1)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"document": None}, "Add the signed document"),
        ({"ends_on": date(2026, 11, 21)}, "The end must be a day to come"),
        ({"ends_on": date(2026, 10, 1)}, "The end must be a day to come"),
        ({"given_on": date(2026, 11, 22)}, "not given yet"),
    ],
)
def test_a_consent_that_is_no_consent_is_not_recorded(beekstad, changes, message):
    testimony = draft(beekstad)

    with pytest.raises(DomainError, match=message):
        consent(testimony, **changes)
    assert not TestimonyConsent.objects.exists()


def test_a_withdrawal_takes_down_every_language_at_once(told, alice):
    given = withdraw_consent(consent_of(told["nl"]), actor=alice, now=NOW)

    assert live(told) == set()
    assert keys_in_force([key_of(told)], now=NOW) == set()
    assert (given.withdrawn_at, given.withdrawn_by) == (NOW, alice)
    assert actions()[-2:] == ["media.consent_withdrawn", "media.testimony_taken_down"]


def test_withdrawing_twice_is_withdrawing_once(told, alice):
    withdraw_consent(consent_of(told["en"]), actor=alice, now=NOW)
    before = actions()

    again = withdraw_consent(
        consent_of(told["en"]), actor=None, now=NOW + timedelta(days=1)
    )

    assert (again.withdrawn_at, again.withdrawn_by) == (NOW, alice)
    assert actions() == before


def test_another_testimony_stays(told, beekstad):
    other = make_testimony(beekstad, "other")

    withdraw_consent(consent_of(told["en"]), actor=None, now=NOW)

    assert live(other) == {"en", "nl"}
    assert keys_in_force([key_of(told), key_of(other)], now=NOW) == {key_of(other)}


def test_after_a_withdrawal_there_is_no_way_back(told):
    withdraw_consent(consent_of(told["en"]), actor=None, now=NOW)

    with pytest.raises(DomainError, match="a new testimony"):
        consent(told["en"])
    told["en"].live = True
    with pytest.raises(NotPublishableError, match="no consent in force"):
        told["en"].save()


def test_a_withdrawal_deletes_the_files_of_the_recording(
    beekstad, django_capture_on_commit_callbacks
):
    recording = make_recording(beekstad)
    told = make_testimony(beekstad, recording=recording)
    store, names = (
        recording.file.storage,
        (recording.file.name, recording.captions.name),
    )
    assert all(store.exists(name) for name in names)

    with django_capture_on_commit_callbacks(execute=True):
        withdraw_consent(consent_of(told["en"]), actor=None, now=NOW)

    assert not any(store.exists(name) for name in names)
    assert not Recording.objects.get().live


def test_consent_that_ends_takes_the_testimony_down_by_itself(told):
    assert keys_in_force([key_of(told)], now=YEARS_LATER) == set()

    assert sweep(YEARS_LATER) == 1
    assert live(told) == set()
    assert sweep(YEARS_LATER) == 0
    assert actions()[-1] == "media.testimony_taken_down"


def test_an_end_keeps_the_files_for_a_consent_that_is_renewed(
    beekstad, django_capture_on_commit_callbacks
):
    recording = make_recording(beekstad)
    make_testimony(beekstad, recording=recording)

    with django_capture_on_commit_callbacks(execute=True):
        sweep(YEARS_LATER)

    assert recording.file.storage.exists(recording.file.name)


def test_the_sweep_takes_down_what_came_up_again(told):
    withdraw_consent(consent_of(told["en"]), actor=None, now=NOW)
    # Past every check, as only somebody with the database in hand can do.
    Testimony.objects.filter(pk=told["en"].pk).update(live=True)

    assert sweep(NOW + timedelta(hours=1)) == 1
    assert live(told) == set()


def test_the_sweep_leaves_what_is_agreed_to(told):
    assert sweep(NOW) == 0
    assert live(told) == {"en", "nl"}


def test_consent_is_not_in_force_before_the_day_it_was_given(told):
    early = datetime(2025, 12, 31, 9, 0, tzinfo=UTC)

    assert keys_in_force([key_of(told)], now=early) == set()
    assert sweep(early) == 0


def test_consent_for_a_page_is_asked_for_in_one_query(
    told, beekstad, django_assert_num_queries
):
    keys = [key_of(told)] + [
        key_of(make_testimony(beekstad, f"other-{n}", languages=("en",)))
        for n in range(4)
    ]

    with django_assert_num_queries(1):
        assert keys_in_force(keys, now=NOW) == set(keys)


def test_the_database_knows_no_withdrawal_without_its_moment(told, alice):
    with pytest.raises(IntegrityError), transaction.atomic():
        TestimonyConsent.objects.update(withdrawn_by=alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        TestimonyConsent.objects.update(ends_on=date(2020, 1, 1))
