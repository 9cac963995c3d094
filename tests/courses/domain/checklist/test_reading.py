import pytest

from courses.domain.checklist.ease import check_ease
from courses.domain.checklist.reading import level_of, sentences_of, syllables_of
from courses.enums import Audience
from courses.models import Course
from lms.publishing import NotPublishableError
from tests.factories.courses import make_course
from tests.factories.facts import english_fact
from tests.factories.reviewing import reviewed

EASY = "You see a man at the door. He asks you for help. You listen to him first. " * 8
HARD = (
    "Notwithstanding the aforementioned administrative considerations, municipal "
    "coordinators systematically operationalise interdisciplinary collaboration "
    "agreements regarding confidentiality. " * 8
)


@pytest.mark.parametrize(
    ("language", "word", "count"),
    [
        ("en", "make", 1),
        ("en", "makes", 1),
        ("en", "worked", 1),
        ("en", "wanted", 2),
        ("en", "the", 1),
        ("en", "municipality", 6),
        ("nl", "ideeën", 3),
        ("nl", "vrijheid", 2),
        ("nl", "gemeente", 3),
        ("fr", "commune", 2),
        ("fr", "quartier", 2),
        ("fr", "le", 1),
        ("de", "Bürgerinnen", 4),
        ("de", "Haus", 1),
        ("en", "hm", 1),
    ],
)
def test_syllables_are_counted_as_they_are_said(language, word, count):
    assert syllables_of(word, language) == count


def test_sentences_end_with_their_mark_or_line():
    assert sentences_of("One. “Two!” Three?\nFour") == [
        "One.",
        "“Two!",
        "Three?",
        "Four",
    ]


def test_ease_is_that_of_the_formula():
    """120 words in 24 sentences, all of one syllable: 206.835 - 1.015 x 5 - 84.6."""
    level = level_of(["You see a man now. "] * 24, "en")

    assert level.ease == pytest.approx(206.835 - 1.015 * 5 - 84.6)


@pytest.mark.parametrize(
    ("language", "easy", "hard"),
    [
        (
            "nl",
            "Je ziet een man bij de deur. Hij vraagt om hulp. ",
            "Interdisciplinaire samenwerkingsovereenkomsten veronderstellen "
            "voorafgaandelijke administratieve verantwoordelijkheden. ",
        ),
        (
            "fr",
            "Un homme est à la porte. Il parle tout bas. ",
            "Les collaborations interdisciplinaires présupposent des "
            "responsabilités administratives préalablement déterminées. ",
        ),
        (
            "de",
            "Ein Mann steht an der Tür. Er fragt nach dem Weg. ",
            "Interdisziplinäre Zusammenarbeitsvereinbarungen erfordern "
            "verwaltungsrechtliche Verantwortlichkeiten. ",
        ),
        ("en", EASY, HARD),
    ],
)
def test_long_words_read_harder_in_every_language(language, easy, hard):
    assert level_of([easy] * 20, language).ease > 60
    assert level_of([hard] * 20, language).ease < 30


def test_a_short_text_or_an_unknown_language_is_not_judged():
    assert level_of(["Interdisciplinary collaboration."], "en").ease is None
    assert level_of([EASY], "tlh").ease is None
    assert level_of(["– – –\n…"], "en").ease is None


def test_the_hardest_sentences_are_named_the_hardest_first():
    text = (
        EASY
        + "Interdisciplinary collaboration agreements presuppose confidentiality between municipal administrations."
    )

    level = level_of([text], "en")
    assert level.hardest[0].startswith("Interdisciplinary")


def test_where_all_sentences_are_short_the_hardest_of_them_are_named():
    level = level_of(
        ["You see him. Municipal administrations collaborate. "] * 30, "en"
    )
    assert level.hardest[0] == "Municipal administrations collaborate."


# --- On things ------------------------------------------------------------------------


def test_a_fact_that_nobody_can_read_does_not_go_live(beekstad):
    fact = english_fact(beekstad, live=False)
    fact.text = HARD

    (finding,) = check_ease(fact)
    assert (finding.rule, finding.subject) == ("reading", "reading")
    assert finding.message.startswith("Hard to read (0 of 100, and 50 is needed).")
    assert "“Notwithstanding the aforementioned" in finding.message
    with pytest.raises(NotPublishableError, match="Hard to read"):
        reviewed(fact).save_revision(clean=False).publish()


def test_an_easy_fact_goes_live(beekstad):
    fact = english_fact(beekstad, live=False)
    fact.text = EASY

    reviewed(fact).save_revision(clean=False).publish()
    fact.refresh_from_db()
    assert fact.live


def test_the_young_are_asked_less(beekstad):
    text = "Your municipal coordinator answers every question about it. " * 15
    lesson = make_course(beekstad, bank_size=2).lesson("small-one")
    lesson.body[0].value = text
    ease = level_of([text], "en").ease
    assert ease < 60

    found = {}
    for audience in Audience.values:
        Course.objects.update(audience=audience)
        found[audience] = [one.rule for one in check_ease(lesson)]
    assert found["youth"] == found["parents"] == ["reading"]
