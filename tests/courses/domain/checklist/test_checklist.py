from datetime import timedelta

import pytest
from django.utils import timezone

from courses.blocks import LeadBlock
from courses.domain import checklist
from courses.domain.checklist import Line, checklist_of
from courses.domain.checklist.problems import own_problems
from courses.domain.checklist.subjects import audience_of, course_of
from courses.domain.checklist.texts import Text, texts_of
from courses.models import CatalogueIndexPage, Course, LessonPage
from lms import publishing
from lms.publishing import Finding, NotPublishableError, findings_of
from quizzes.models import Question, QuizPage
from tests.factories.cases import make_vignette
from tests.factories.facts import english_fact, small_fact, update
from tests.factories.media import make_image


@pytest.fixture
def small(draft_course):
    return draft_course


@pytest.fixture
def lesson(small) -> LessonPage:
    return small.lesson("small-one")


def found(thing) -> list[tuple[str, str]]:
    return [(one.rule, one.message) for one in findings_of(thing)]


def lines(thing, rule) -> list[Line]:
    return [line for line in checklist_of(thing) if line.rule == rule]


# --- The list -------------------------------------------------------------------------


def test_every_rule_has_its_line_also_where_all_is_well(lesson):
    assert [(line.rule, line.is_ok) for line in checklist_of(lesson)] == [
        ("review", True),
        ("basics", True),
        ("blocks", True),
        ("parts", True),
        ("facts", True),
        ("media", True),
        ("words", True),
        ("reading", True),
        ("languages", True),
    ]


def test_a_line_that_stops_and_one_that_warns(beekstad):
    fact = english_fact(beekstad, source_url="")
    fact.source_title = " "

    stop, warning = lines(fact, "facts")
    assert (stop.stops, stop.place, stop.message) == (
        True,
        "source_title",
        "Say where it comes from.",
    )
    assert (warning.stops, warning.is_warning, warning.place) == (
        False,
        True,
        "source_url",
    )


def test_what_the_fields_themselves_miss_is_on_the_list(beekstad):
    case = make_vignette(beekstad, live=False)
    case.title = ""
    case.is_deferred_validation = True

    assert {line.place for line in lines(case, "basics")} == {"title", "is_fictional"}
    assert case.is_deferred_validation


def test_a_problem_of_the_whole_has_no_place(lesson, monkeypatch):
    from django.core.exceptions import ValidationError

    def clean(self):
        raise ValidationError("Not today.")

    monkeypatch.setattr(LessonPage, "clean", clean)
    assert own_problems(lesson) == [Finding("basics", "Not today.")]


def test_a_rule_of_another_app_comes_after_ours(lesson, monkeypatch):
    monkeypatch.setattr(checklist, "_rules", dict(checklist._rules))
    checklist.name_rule("rights", "Rights of others", LessonPage)

    assert checklist_of(lesson)[-1] == Line("rights", "Rights of others")


def test_a_rule_that_nobody_named_comes_last(lesson, monkeypatch):
    monkeypatch.setattr(
        publishing,
        "_checks",
        [*publishing._checks, (LessonPage, lambda page: [Finding("odd", "Odd.")])],
    )

    assert checklist_of(lesson)[-1] == Line("odd", "Other", "Odd.")


def test_a_warning_registered_twice_is_asked_once(lesson, monkeypatch):
    monkeypatch.setattr(checklist, "_warnings", [])

    def warn(page):
        yield Finding("parts", "Think of it.")

    checklist.register_warning(LessonPage, warn)
    checklist.register_warning(LessonPage, warn)
    assert [line.message for line in lines(lesson, "parts")] == ["Think of it."]


# --- Texts and whom they are for ------------------------------------------------------


def test_texts_are_what_people_read_with_the_place(lesson):
    lesson.body[0] = ("prose", "<h2>Head</h2><p>One &amp; <b>two</b><br/>three</p>")

    assert texts_of(lesson)[:2] == [
        Text("title", "Lesson one en"),
        Text("", "Head\nOne & two\n\nthree\n"),
    ]
    words = [text.words for text in texts_of(lesson)]
    assert "Question small-one-check?" in words
    assert "Right a" in words
    assert "small-one" not in words


def test_a_text_is_read_as_it_is_now(lesson):
    texts_of(lesson)
    lesson.body[2].value["options"][0]["text"] = "Changed"

    assert "Changed" in [text.words for text in texts_of(lesson)]


def test_the_text_of_an_image_is_one(lesson):
    image = make_image()
    image.contextual_alt_text, image.decorative = "A bridge", False
    lesson.body[0] = ("image", image)

    assert Text("", "A bridge") in texts_of(lesson)


def test_things_without_a_course_speak_to_professionals(beekstad, small):
    Course.objects.update(audience="youth")

    assert audience_of(english_fact(beekstad)) == "professionals"
    assert audience_of(CatalogueIndexPage.objects.first()) == "professionals"
    assert audience_of(LessonPage(title="Nowhere yet")) == "professionals"
    assert audience_of(Question.objects.first()) == "youth"


def test_a_new_page_belongs_where_it_will_hang(small, lesson):
    page = LessonPage(title="New")
    page.parent_to_be = lesson.get_parent()

    assert course_of(page) == small.course


# --- Parts of a lesson ----------------------------------------------------------------


def test_a_replaced_fact_is_not_shown_any_more(lesson, beekstad):
    newer = english_fact(beekstad)
    update(small_fact(), superseded_by=newer)

    lesson = LessonPage.objects.get(pk=lesson.pk)
    assert found(lesson) == [
        ("facts", f"“A fact en” is replaced: show “{newer}” instead.")
    ]


@pytest.mark.parametrize(
    ("days", "stops", "warns"), [(-1, 0, 0), (1, 0, 1), (365, 0, 1), (366, 1, 0)]
)
def test_a_stale_fact_is_a_warning_for_a_year(lesson, days, stops, warns):
    day = timezone.localdate() - timedelta(days=days)
    update(small_fact(), review_by=day)
    lesson = LessonPage.objects.get(pk=lesson.pk)

    shown = [line for line in lines(lesson, "facts") if not line.is_ok]
    assert [line.stops for line in shown] == [True] * stops + [False] * warns


def test_what_a_lesson_shows_is_published_and_in_its_language(lesson):
    lesson.body[1] = ("fact", small_fact("nl"))
    update(small_fact("nl"), live=False)
    lesson.body[1].value.live = False

    assert found(lesson) == [
        ("parts", "“A fact nl” is not published yet."),
        ("languages", "“A fact nl” is shown in another language than this page's."),
    ]


def test_what_a_lesson_shows_answers_to_its_own_checklist(lesson, beekstad):
    case = make_vignette(beekstad, is_fictional=True)
    update(case, is_fictional=False, explanations="<p> </p>")
    lesson.body[1] = ("vignette", case)

    assert found(lesson) == [
        ("parts", "“A case”: Only invented cases may be published."),
        (
            "parts",
            "“A case”: Say which ordinary explanations there are for what one sees.",
        ),
    ]


def test_an_image_needs_its_text_and_its_rights(lesson):
    lesson.body[0] = ("image", make_image())

    assert {rule for rule, _message in found(lesson)} == {"media", "blocks"}
    with pytest.raises(NotPublishableError, match="has no text that says"):
        lesson.save()


def test_a_program_cannot_save_an_exercise_without_a_right_option(lesson):
    lesson.body[2].value["options"][0]["correct"] = False

    assert found(lesson) == [
        ("blocks", "Single choice: Mark exactly one option right.")
    ]
    (finding,) = findings_of(lesson)
    assert finding.place == lesson.body[2].id


def test_a_field_within_a_block_is_said_with_the_block(lesson):
    lesson.body[2].value["options"][0]["text"] = ""

    assert found(lesson) == [
        ("blocks", "Single choice, Options 1, Option: This field is required.")
    ]


def test_a_question_needs_its_one_block(small):
    question = Question.objects.filter(locale__language_code="en").first()
    question.body = []

    assert {rule for rule, _message in found(question)} == {"blocks"}


def test_a_block_may_have_findings_of_its_own(lesson, monkeypatch):
    def findings(self, value):
        yield Finding("signs", f"“{value}” has no ordinary explanation.")
        yield Finding("signs", "Elsewhere.", place="x")

    monkeypatch.setattr(LeadBlock, "findings", findings, raising=False)
    first, second = findings_of(lesson)

    assert (first.message, first.place) == (
        "“Lead one en” has no ordinary explanation.",
        lesson.body[0].id,
    )
    assert second.place == "x"


# --- Facts, cases, pages themselves ---------------------------------------------------


def test_a_source_does_not_lie_in_the_future(beekstad):
    fact = english_fact(beekstad)
    fact.source_date = timezone.localdate() + timedelta(days=1)

    assert found(fact) == [("facts", "Its source lies in the future.")]


def test_a_stale_fact_is_warned_of_where_it_is_kept(beekstad):
    fact = english_fact(
        beekstad,
        source_url="https://example.org/",
        review_by=timezone.localdate() - timedelta(days=1),
    )
    (line,) = lines(fact, "facts")

    assert (line.is_warning, line.place) == (True, "review_by")
    fact.review_by = timezone.localdate() + timedelta(days=1)
    assert lines(fact, "facts") == [Line("facts", "Sources and review dates")]


def test_an_empty_draft_can_be_asked(beekstad):
    fact = english_fact(beekstad)
    fact.source_date = fact.review_by = None

    assert [line.place for line in lines(fact, "facts")] == ["source_url"]


def test_a_case_tells_a_story_and_how_it_may_be_explained(beekstad):
    case = make_vignette(beekstad, is_fictional=True)
    case.explanations = case.story = "<p>&nbsp;</p>"

    assert [(one.rule, one.place) for one in findings_of(case)] == [
        ("signs", "explanations"),
        ("cases", "story"),
    ]


def test_a_mixed_form_is_worth_a_thought(beekstad):
    case = make_vignette(beekstad, is_fictional=True, form="mixed")

    assert [line.is_warning for line in lines(case, "cases")] == [True]
    case.form = "far-left"
    assert lines(case, "cases") == [Line("cases", "The invented case")]


def test_a_course_page_and_a_module_say_what_they_are_for(small):
    page = small.pages["en"]
    assert [line.place for line in lines(page, "basics")] == ["outcomes"]
    page.summary, page.outcomes = " ", [("outcome", "tell two words apart")]
    assert [line.place for line in lines(page, "basics")] == ["summary"]

    module = page.get_children().first().specific
    assert [line.place for line in lines(module, "basics")] == ["objectives"]
    module.objectives = [("objective", "tell them apart")]
    assert [line.is_ok for line in lines(module, "basics")] == [True]


# --- Quizzes --------------------------------------------------------------------------


def test_a_quiz_answers_for_what_it_draws_from(small):
    quiz = QuizPage.objects.get(slug="small-quiz", locale__language_code="en")
    assert [line.message for line in lines(quiz, "questions")] == [
        "The bank has fewer questions than an attempt draws."
    ]
    quiz.draw = 2
    assert [line.is_ok for line in lines(quiz, "questions")] == [True]

    question = Question.objects.filter(locale=quiz.locale).first()
    question.body[0].value["prompt"] = ""
    update(question, body=question.body)
    (finding,) = findings_of(quiz)
    assert finding.rule == "questions"
    assert finding.message.startswith(f"“{question}”: Single choice, Question or task:")
