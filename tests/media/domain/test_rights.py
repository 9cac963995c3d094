"""Nothing without rights and alternatives reaches a learner."""

import pytest

from courses.domain.editions.drafting import draft_edition
from lms.errors import DomainError
from media.domain.rights import problems_of
from tests.factories.courses import make_course

pytestmark = [
    # Said here, as some ask for what is in the database by its name only: they go
    # before those that commit, and leave empty tables behind.
    pytest.mark.django_db,
    # Wagtail leaves the file a picture was made from to the garbage collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


def test_complete_media_have_no_problem(image, document, recording):
    image.contextual_alt_text = "A square"

    assert problems_of(image) == []
    assert problems_of(document) == []
    assert problems_of(recording) == []
    assert problems_of("a text") == []


@pytest.mark.parametrize("missing", ["rights_holder", "licence"])
@pytest.mark.parametrize("kind", ["image", "document", "recording"])
def test_rights_are_told(kind, missing, request):
    media = request.getfixturevalue(kind)
    media.contextual_alt_text = "A square"
    setattr(media, missing, "")

    assert problems_of(media) == [
        f"Say who holds the rights to “{media}”, and the licence."
    ]


@pytest.mark.parametrize("text", ["", "  ", None])
def test_an_image_says_what_it_shows_or_is_decorative(text, image):
    image.contextual_alt_text = text

    assert len(problems_of(image)) == 1
    image.decorative = True
    assert problems_of(image) == []


def test_somebody_looked_for_cues_of_danger(image):
    image.contextual_alt_text, image.no_danger_cue = "A square", False

    assert len(problems_of(image)) == 1


@pytest.mark.parametrize(
    ("name", "value"), [("captions", ""), ("transcript", " "), ("live", False)]
)
def test_a_recording_has_its_alternatives_and_is_published(name, value, recording):
    setattr(recording, name, value)

    assert len(problems_of(recording)) == 1


@pytest.mark.parametrize("kind", ["image", "document", "recording"])
def test_an_edition_waits_for_the_rights(kind, request, beekstad, now):
    media = request.getfixturevalue(kind)
    small = make_course(beekstad, bank_size=2)
    lesson = small.lesson("small-one")
    media.contextual_alt_text = "What it shows"
    block = "download" if kind == "document" else kind
    lesson.body = [(block, media)]
    lesson.save()
    assert "en" in draft_edition(small.course, now=now).languages

    type(media).objects.filter(pk=media.pk).update(licence="")

    with pytest.raises(DomainError, match="and the licence"):
        draft_edition(small.course, now=now)
