import pytest

from courses.domain.checklist.reasons import give_reason
from courses.domain.checklist.texts import Text
from courses.domain.checklist.words import Found, check_words, words_in
from courses.enums import Audience
from courses.models import Course, LessonPage, Term
from courses.seeding import write_terms
from lms.publishing import NotPublishableError
from organisations.enums import Role
from quizzes.models import Question
from tests.factories.cases import make_vignette
from tests.factories.facts import english_fact, update, writer
from tests.factories.reviewing import reviewed


def written(text: str, *forms: str) -> list[str]:
    found = words_in([Text("p", text)], {"term": list(forms)})
    return [one.written for one in found]


@pytest.mark.parametrize(
    ("text", "forms", "found"),
    [
        ("A Hotbed, they say", ["hotbed"], ["Hotbed"]),
        ("Hotbeds", ["hotbed"], []),
        ("the hotbedded", ["hotbed"], []),
        ("Radicalised and radicaliser", ["radicalis*"], ["radicaliser"]),
        ("unradicalised", ["radicalis*"], []),
        ("DÉRADICALISATION", ["déradicalis*"], ["DÉRADICALISATION"]),
        ("deradicalisation", ["déradicalis*"], ["deradicalisation"]),
        ("a résumé", ["resume"], []),
        ("e\u0301lève", ["élève"], ["élève"]),
        ("société d’accueil", ["société d'accueil"], ["société d’accueil"]),
        ("ticking\n time bombs", ["ticking time bomb*"], ["ticking\n time bombs"]),
        ("no.go", ["no-go"], []),
    ],
)
def test_a_form_is_found_as_a_whole_word_however_it_is_typed(text, forms, found):
    assert written(text, *forms) == found


def test_each_term_is_found_once_per_place():
    texts = [Text("a", "hotbed and hotbed"), Text("b", "monster"), Text("c", "fine")]

    assert words_in(texts, {"hot": ["hotbed"], "mon": ["monster"]}) == [
        Found("hot", "hotbed", "a"),
        Found("mon", "monster", "b"),
    ]


def test_without_terms_nothing_is_found():
    assert words_in([Text("a", "hotbed")], {}) == []


# --- On things ------------------------------------------------------------------------


@pytest.fixture
def terms(db):
    write_terms()


@pytest.fixture
def small(draft_course, terms):
    return draft_course


def spoil(lesson: LessonPage, text: str) -> LessonPage:
    lesson.body[0].value = text
    return lesson


def test_a_finding_says_why_and_what_to_say_instead_at_its_block(small):
    lesson = spoil(small.lesson("small-one"), "This street is a hotbed.")

    (finding,) = check_words(lesson)

    assert (finding.rule, finding.subject) == ("words", "hotbed")
    assert finding.place == lesson.body[0].id
    assert finding.message == (
        "“hotbed”: It accuses everybody who lives or goes there. Rather: what happened "
        "there, when, and how often"
    )


def test_the_list_is_that_of_the_language(small):
    lesson = spoil(small.lesson("small-one", "nl"), "A hotbed is een broeinest.")

    assert [one.subject for one in check_words(lesson)] == ["hotbed"]
    assert "broeinest" in next(iter(check_words(lesson))).message


def test_a_page_with_such_a_word_does_not_go_live(small):
    lesson = spoil(small.lesson("small-one"), "This street is a hotbed.")

    with pytest.raises(NotPublishableError, match="hotbed"):
        reviewed(lesson).save_revision(clean=False).publish()


def test_a_written_reason_lets_a_word_stay_in_that_text_alone(small, beekstad, now):
    reviewer = writer(beekstad, Role.REVIEWER, now=now)
    one = spoil(small.lesson("small-one"), "They call it a hotbed.")
    give_reason(
        one,
        rule="words",
        subject="hotbed",
        reason="It is quoted as an example.",
        actor=reviewer,
        now=now,
    )

    assert list(check_words(one)) == []
    reviewed(one).save_revision().publish()
    two = spoil(small.lesson("small-two"), "They call it a hotbed.")
    assert [finding.subject for finding in check_words(two)] == ["hotbed"]


def test_texts_for_the_young_do_without_the_label(small):
    lesson = spoil(small.lesson("small-one"), "About radicalisation.")
    assert list(check_words(lesson)) == []

    Course.objects.update(audience=Audience.YOUTH)
    assert [one.subject for one in check_words(lesson)] == ["radicalisation"]


def test_what_the_young_are_shown_of_others_is_read_as_well(small):
    lesson = small.lesson("small-one")
    update(lesson.body[1].value, text="One extremist in a thousand.")
    lesson = small.lesson("small-one")
    assert list(check_words(lesson)) == []

    Course.objects.update(audience=Audience.PARENTS)
    (finding,) = check_words(lesson)
    assert (finding.subject, finding.place) == ("extremist", lesson.body[1].id)


def test_facts_cases_and_questions_answer_to_it_too(small, beekstad):
    fact = english_fact(beekstad, live=False)
    fact.text = "A ghetto."
    case = make_vignette(beekstad, live=False, is_fictional=True)
    case.trap = "<p>A <b>ghetto</b>.</p>"
    question = Question.objects.filter(locale__language_code="en").first()
    question.body[0].value["options"][0]["feedback"] = "A ghetto."

    for thing in (fact, case, question):
        with pytest.raises(NotPublishableError, match="ghetto"):
            reviewed(thing).save_revision(clean=False).publish()


# --- The list itself ------------------------------------------------------------------


def test_the_starter_list_is_there_in_four_languages_and_loads_once(terms):
    held = {
        code: Term.objects.filter(language=code) for code in ("en", "nl", "fr", "de")
    }

    for of_language in held.values():
        assert of_language.count() >= 20
        assert of_language.filter(is_only_for_youth=True).count() == 5
        for term in of_language:
            term.full_clean()
    keys = {code: set(of.values_list("key", flat=True)) for code, of in held.items()}
    assert len(keys["en"] ^ keys["nl"]) == 2  # What a language calls those born here.
    assert write_terms() == 0


def test_what_somebody_changed_is_not_loaded_over(terms):
    Term.objects.filter(key="hotbed").update(reason="Our own words.")

    write_terms()
    assert set(Term.objects.filter(key="hotbed").values_list("reason", flat=True)) == {
        "Our own words."
    }
