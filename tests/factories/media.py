"""Pictures, recordings that can be played, and words that go with them."""

import uuid
from datetime import date

from django.core.files.base import ContentFile
from wagtail.images.tests.utils import get_test_image_file

from media.models import MediaImage, Recording, Testimony, TestimonyConsent
from organisations.models import Organisation
from tests.factories.courses import locale

# Forty frames of silence: a second of sound.
SOUND = (b"\xff\xfb\x90\xc4" + bytes(413)) * 40
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:00.500\nWhat is said.\n"
RIGHTS = {"rights_holder": "The municipality", "licence": "CC BY 4.0"}
SCOPE = "In courses for police, with an invented name."


def make_image(**fields) -> MediaImage:
    """A picture of which nobody has said anything yet."""
    return MediaImage.objects.create(
        title="A picture", file=get_test_image_file(), **fields
    )


def sound(name: str = "talk.mp3") -> ContentFile:
    return ContentFile(SOUND, name=name)


def captions(text: str = CAPTIONS, name: str = "talk.vtt") -> ContentFile:
    return ContentFile(text.encode(), name=name)


def make_recording(owner: Organisation, **changes) -> Recording:
    """A published one, in English."""
    values = {
        "owner": owner,
        "title": "A talk",
        "language": "en",
        "file": sound(),
        "captions": captions(),
        "transcript": "What is said.",
        **RIGHTS,
    }
    return Recording.objects.create(**values | changes)


def make_consent(owner: Organisation, key: uuid.UUID, **changes) -> TestimonyConsent:
    values = {
        "owner": owner,
        "testimony_key": key,
        "scope": SCOPE,
        "given_on": date(2026, 1, 1),
        "ends_on": date(2036, 1, 1),
        "document": ContentFile(b"%PDF-1.4", name="signed.pdf"),
        "recorded_at": "2026-01-02T09:00:00Z",
    }
    return TestimonyConsent.objects.create(**values | changes)


def make_testimony(
    owner: Organisation,
    key: str = "told",
    *,
    languages: tuple[str, ...] = ("en", "nl"),
    **changes,
) -> dict[str, Testimony]:
    """A published testimony by language, with a consent in force."""
    translation_key = uuid.uuid4()
    make_consent(owner, translation_key)
    return {
        code: Testimony.objects.create(
            **{
                "owner": owner,
                "key": key,
                "title": f"How I asked {code}",
                "named_as": f"A youth worker {code}",
                "words": f"<p>I asked too late {code}.</p>",
                "is_safe": True,
                "locale": locale(code),
                "translation_key": translation_key,
            }
            | changes
        )
        for code in languages
    }
