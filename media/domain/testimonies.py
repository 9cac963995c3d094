"""Consent to a testimony: recorded before it is shown, and taken back by one act.

What a learner reads is asked for consent each time it is shown (`keys_in_force`), also
in editions that are frozen: so a withdrawal counts at once. Taking down what is
published and deleting the files follows with it; a sweep does again what was left.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from lms.audit import record
from lms.errors import DomainError
from lms.publishing import Finding
from media.models import Recording, Testimony, TestimonyConsent, Transcoding


def consent_of(testimony: Testimony) -> TestimonyConsent | None:
    return TestimonyConsent.objects.filter(
        testimony_key=testimony.translation_key
    ).first()


def in_force(now: datetime) -> Q:
    """Which consents let a testimony be shown at a moment."""
    today = timezone.localdate(now)
    return Q(withdrawn_at=None, given_on__lte=today, ends_on__gte=today)


def keys_in_force(keys: Iterable[str], *, now: datetime) -> set[str]:
    """Those of the testimonies' keys whose consent is in force; one query."""
    found = TestimonyConsent.objects.filter(in_force(now), testimony_key__in=set(keys))
    return {str(key) for key in found.values_list("testimony_key", flat=True)}


def testimony_findings(testimony: Testimony) -> Iterator[Finding]:
    """The check of a testimony that goes live."""
    if not keys_in_force([str(testimony.translation_key)], now=timezone.now()):
        yield Finding(
            "consent",
            _("There is no consent in force. Record it before you publish."),
        )
    if not testimony.is_safe:
        yield Finding(
            "consent",
            _(
                "Say that the person is an adult, is not at risk, and knows what is "
                "published."
            ),
            "is_safe",
        )
    if not testimony.words.strip() and testimony.recording is None:
        yield Finding("testimony", _("Give words, a recording, or both."), "words")


@transaction.atomic
def record_consent(
    testimony: Testimony,
    *,
    scope: str,
    given_on: date,
    ends_on: date,
    document,
    actor,
    now: datetime,
) -> TestimonyConsent:
    """Keep that a person agreed. Again: the new terms replace the old ones, which stay
    in the log. `document` is the signed paper, or None to keep the one that is there.

    Raises DomainError after a withdrawal, and without a document or an end to come.
    """
    consent = (
        TestimonyConsent.objects.select_for_update()
        .filter(testimony_key=testimony.translation_key)
        .first()
    )
    if consent is not None and consent.withdrawn_at is not None:
        raise DomainError(
            _(
                "Consent was withdrawn. What the person agrees to now is a new "
                "testimony, with a consent of its own."
            )
        )
    if ends_on <= max(given_on, timezone.localdate(now)):
        raise DomainError(_("The end must be a day to come, after it was given."))
    if given_on > timezone.localdate(now):
        raise DomainError(_("A consent that is not given yet cannot be recorded."))
    if document is None and consent is None:
        raise DomainError(_("Add the signed document."))
    consent = consent or TestimonyConsent(testimony_key=testimony.translation_key)
    consent.owner_id = testimony.owner_id
    consent.scope, consent.given_on, consent.ends_on = scope, given_on, ends_on
    consent.recorded_at, consent.recorded_by = now, actor
    consent.taken_down_at = None
    if document is not None:
        consent.document = document
    consent.save()
    record(
        "media.consent_recorded",
        actor=actor,
        subject=consent,
        now=now,
        data={"given_on": given_on.isoformat(), "ends_on": ends_on.isoformat()},
        organisation=consent.owner_id,
    )
    return consent


@transaction.atomic
def withdraw_consent(
    consent: TestimonyConsent, *, actor, now: datetime
) -> TestimonyConsent:
    """The person takes their testimony back: from now on it is shown to nobody, in no
    edition. Withdrawing twice is withdrawing once."""
    consent = TestimonyConsent.objects.select_for_update().get(pk=consent.pk)
    if consent.withdrawn_at is not None:
        return consent
    consent.withdrawn_at, consent.withdrawn_by = now, actor
    consent.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record(
        "media.consent_withdrawn",
        actor=actor,
        subject=consent,
        now=now,
        organisation=consent.owner_id,
    )
    _take_down(consent, now=now)
    return consent


def sweep(now: datetime) -> int:
    """Take down whatever is still up without a consent in force: withdrawn, or ended;
    returns how many testimonies. Safe to repeat."""
    over = TestimonyConsent.objects.exclude(in_force(now)).filter(
        Q(withdrawn_at__isnull=False) | Q(ends_on__lt=timezone.localdate(now))
    )
    live = Testimony.objects.filter(live=True).values("translation_key")
    left = over.filter(Q(taken_down_at=None) | Q(testimony_key__in=live))
    for consent in left:
        with transaction.atomic():
            _take_down(consent, now=now)
    return len(left)


def _take_down(consent: TestimonyConsent, *, now: datetime) -> None:
    rows = Testimony.objects.filter(translation_key=consent.testimony_key)
    recordings = _recordings_of(rows)
    for row in rows.filter(live=True):
        row.unpublish()
    for recording in recordings.filter(live=True):
        recording.unpublish()
    consent.taken_down_at = now
    consent.save(update_fields=["taken_down_at"])
    record(
        "media.testimony_taken_down",
        actor=None,
        subject=consent,
        now=now,
        organisation=consent.owner_id,
    )
    if consent.withdrawn_at is not None:
        names = [name for recording in recordings for name in _files_of(recording)]
        transaction.on_commit(lambda: _delete(names))


def _recordings_of(rows: QuerySet[Testimony]) -> QuerySet[Recording]:
    return Recording.objects.filter(pk__in=rows.values("recording"))


def _files_of(recording: Recording) -> list[str]:
    """What is stored of a recording. Its address was known to those who saw it."""
    files = [recording.file, recording.captions]
    files += [one.captions for one in recording.translations.all()]
    for made in Transcoding.objects.filter(source=recording.file.name):
        files += [made.small, made.sound, made.poster]
    return [file.name for file in files if file]


def _delete(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)


def own_testimonies(user) -> QuerySet[Testimony]:
    """The testimonies that a person may change, with whom they belong to."""
    policy = policy_registry.get_by_type(Testimony)
    return policy.instances_user_has_any_permission_for(
        user, ["change"]
    ).select_related("owner", "locale")
