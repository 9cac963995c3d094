"""Tags: kept one way however they are typed, and found whole."""

from hypothesis import given
from hypothesis import strategies as st

from organisations.models import Sector
from quizzes.models import Question
from quizzes.tags import tags_in


@given(st.text(max_size=60))
def test_what_is_kept_reads_as_itself(text):
    kept = " ".join(tags_in(text))

    assert " ".join(tags_in(kept)) == kept


def test_tags_are_kept_lower_case_once_and_sorted(small_course):
    question = Question.objects.filter(locale__language_code="en").first()
    question.tags = "Signs,  ask-first\nsigns; été"
    question.save()

    question.refresh_from_db()
    assert question.tags == "ask-first ete signs"
    assert question.all_tags == {"ask-first", "ete", "signs", question.topic}


def test_a_tag_is_found_whole_and_wherever_it_stands(small_course):
    questions = list(Question.objects.filter(locale__language_code="en")[:6])
    texts = ["a", "a b", "0 a", "a1", "1-a", "0 a b"]
    for question, text in zip(questions, texts, strict=True):
        Question.objects.filter(pk=question.pk).update(tags=text)

    found = Question.objects.tagged("a").order_by("key")

    assert [one.tags for one in found] == ["a", "a b", "0 a", "0 a b"]
    topic = questions[0].topic
    assert set(Question.objects.tagged(topic)) == set(
        Question.objects.filter(topic=topic)
    )


def test_tags_and_sectors_go_along_with_drafts(small_course, beekstad):
    question = Question.objects.filter(locale__language_code="en").first()
    question.tags = "Draft"
    question.sectors = [Sector.objects.get(pk="POL")]
    question.save_revision(clean=False)

    draft = Question.objects.get(pk=question.pk).get_latest_revision_as_object()

    assert draft.tags == "draft"
    assert [sector.pk for sector in draft.sectors.all()] == ["POL"]
    # Nobody has published it yet.
    assert not Question.objects.get(pk=question.pk).sectors.exists()
