"""Texts translated by hand become translatable sentence by sentence, and what stands at
the same place in both languages is kept."""

import pytest
from wagtail.rich_text import RichText
from wagtail_localize.models import StringTranslation, Translation

from courses.domain.languages.acting import plan_act, translators_of
from courses.domain.languages.by_sentence import (
    bring,
    plan_bringing,
)
from courses.domain.languages.sentences import Place, mark_of, write_sentence
from courses.domain.languages.standings import languages_of
from courses.enums import TranslationStep
from courses.models import Fact, LessonPage
from lms.errors import DomainError
from lms.models import AuditEntry
from lms.translating import obstacles, publish_translation
from organisations.enums import Role
from quizzes.models import Question
from tests.factories.courses import locale


@pytest.fixture
def author(somebody):
    return somebody(Role.AUTHOR)


def planned(small, actor) -> dict:
    """{title in English: what would become of it}"""
    bringing = plan_bringing(small.course, "nl", actor=actor)
    return {str(one.thing.rows["en"]): one for one in bringing.texts}


def brought(small, actor, now, *titles):
    keys = [
        one.thing.key for title, one in planned(small, actor).items() if title in titles
    ]
    return bring(small.course, "nl", keys, actor=actor, now=now)


def change(small, slug, language, *blocks):
    page = small.lesson(slug, language)
    for block in blocks:
        page.body.append(block)
    page.save()
    return page


def same_block(small, english: str, dutch: str):
    """The same block of prose in both languages of lesson one."""
    page = change(small, "small-one", "en", ("prose", RichText(english)))
    twin = change(small, "small-one", "nl")
    raw = {"type": "prose", "value": dutch, "id": page.body[-1].id}
    twin.body = LessonPage._meta.get_field("body").to_python(
        [*twin.body.get_prep_value(), raw]
    )
    twin.save()


def test_what_stands_at_the_same_place_is_kept(small, author):
    found = planned(small, author)

    assert len(found) == 20
    lesson = found["Lesson one en"]
    pairs = {one.source: one.words for one in lesson.kept}
    assert pairs["Lesson one en"] == "Lesson one nl"
    assert pairs["Lead one en"] == "Lead one nl"
    assert pairs["Right a"] == "Juist a"
    assert (lesson.missing, lesson.homeless) == ([], [])


def test_looking_changes_nothing(small, author):
    planned(small, author)

    assert not Translation.objects.exists()
    assert not StringTranslation.objects.exists()


def test_where_the_number_of_sentences_differs_nothing_is_guessed(small, author):
    same_block(small, "<p>One.</p><p>Two.</p>", "<p>Een en twee.</p>")

    lesson = planned(small, author)["Lesson one en"]

    assert lesson.missing == ["One.", "Two."]
    assert lesson.homeless == ["Een en twee."]


def test_where_it_is_the_same_each_sentence_is_kept(small, author):
    same_block(small, "<p>One.</p><p>Two.</p>", "<p>Een.</p><p>Twee.</p>")

    kept = [
        (one.source, one.words) for one in planned(small, author)["Lesson one en"].kept
    ]

    assert kept[-2:] == [("One.", "Een."), ("Two.", "Twee.")]


def test_a_block_that_only_one_language_has_is_told(small, author):
    change(small, "small-one", "en", ("prose", RichText("<p>Only here.</p>")))
    change(small, "small-one", "nl", ("prose", RichText("<p>Alleen hier.</p>")))

    lesson = planned(small, author)["Lesson one en"]

    assert (lesson.missing, lesson.homeless) == (["Only here."], ["Alleen hier."])


def test_a_link_that_the_translation_lacks_is_to_be_translated(small, author):
    same_block(
        small,
        '<p>See <a href="https://example.org">this</a>.</p>',
        '<p>Zie <a href="https://example.org">dit</a> en <a href="https://b.org">dat</a>.</p>',
    )

    lesson = planned(small, author)["Lesson one en"]

    assert len(lesson.missing) == len(lesson.homeless) == 1


def test_bringing_over_keeps_the_sentences_and_publishes_nothing(small, author, now):
    before = list(LessonPage.objects.order_by("pk").values())
    acts = languages_of(small.course, ["nl"]).counts("nl")

    done = brought(small, author, now, "Lesson one en")

    translation = Translation.objects.get()
    assert translation.target_locale == locale("nl")
    assert StringTranslation.objects.count() == len(done[0].kept) > 4
    after = list(LessonPage.objects.order_by("pk").values())
    for row in (*before, *after):
        row.pop("draft_title", None)
    assert after == before
    assert languages_of(small.course, ["nl"]).counts("nl") == acts
    assert AuditEntry.objects.get(action="courses.translation_by_sentence").data == {
        "language": "nl",
        "texts": 1,
        "kept": len(done[0].kept),
        "missing": 0,
    }


def test_what_is_complete_can_be_published_and_says_the_same(small, author, now):
    brought(small, author, now, "Lesson one en", "A fact en")
    translation = Translation.objects.get(
        source__object_id=small.lesson("small-one").translation_key
    )
    before = small.lesson("small-one", "nl")

    assert obstacles(translation) == []
    publish_translation(translation, user=None)

    page = small.lesson("small-one", "nl")
    assert page.title == before.title
    assert page.body.get_prep_value() == before.body.get_prep_value()


def test_what_is_missing_keeps_it_from_being_published(small, author, now):
    same_block(small, "<p>One.</p><p>Two.</p>", "<p>Een en twee.</p>")
    brought(small, author, now, "Lesson one en")

    (obstacle,) = obstacles(Translation.objects.get())

    assert obstacle.message.startswith("2 sentences are not translated yet")


def test_facts_and_questions_come_over_as_well(small, author, now):
    question = Question.objects.filter(locale__language_code="en").first()

    brought(small, author, now, "A fact en", str(question))

    assert (
        StringTranslation.objects.get(
            translation_of__data="A fact en", context__path="text"
        ).data
        == "A fact nl"
    )
    assert StringTranslation.objects.filter(data="Juist a").exists()
    assert Fact.objects.get(locale__language_code="nl").text == "A fact nl"


def test_a_draft_is_what_is_kept_where_there_is_one(small, author):
    page = small.lesson("small-one", "nl")
    page.title = "Betere titel"
    page.save_revision(user=author)

    pairs = {
        one.source: one.words for one in planned(small, author)["Lesson one en"].kept
    }

    assert pairs["Lesson one en"] == "Betere titel"


def test_twice_is_once_and_what_is_there_already_is_left_alone(small, author, now):
    (done,) = brought(small, author, now, "Lesson one en")
    StringTranslation.objects.filter(data="Lesson one nl").update(data="Beter")

    assert "Lesson one en" not in planned(small, author)
    assert bring(small.course, "nl", [done.thing.key], actor=author, now=now) == []
    assert StringTranslation.objects.filter(data="Beter").exists()


def test_of_others_nothing_is_brought_over(small, author, somebody, valmont, now):
    stranger = somebody(Role.AUTHOR, at=valmont)
    keys = [one.thing.key for one in planned(small, author).values()]

    assert planned(small, stranger) == {}
    assert bring(small.course, "nl", keys, actor=stranger, now=now) == []


def test_the_own_language_is_refused(small, author):
    with pytest.raises(DomainError) as refused:
        plan_bringing(small.course, "en", actor=author)
    assert refused.value.code == "is_source"


def test_many_texts_are_brought_over_a_part_at_a_time(small, author, now, monkeypatch):
    monkeypatch.setattr("courses.domain.languages.by_sentence.AT_ONCE", 3)
    first = plan_bringing(small.course, "nl", actor=author)
    assert (len(first.texts), first.later) == (3, 17)

    keys = [one.thing.key for one in first.texts]
    assert len(bring(small.course, "nl", keys, actor=author, now=now)) == 3

    assert plan_bringing(small.course, "nl", actor=author).later == 14


def test_whose_words_they_are_stays_known_until_they_are_written_anew(
    unapproved, reviewer, somebody, now
):
    """Nobody reviews their own words because of how they are kept."""
    small, author = unapproved, somebody(Role.AUTHOR)
    page = small.lesson("small-one", "nl")
    page.save_revision(user=reviewer)
    page.save_revision(user=author).publish()
    brought(small, author, now, "Lesson one en")

    def of_lesson():
        found = languages_of(small.course, ["nl"])
        return [
            one
            for one in found.of("nl")
            if str(one.thing.rows["en"]) == "Lesson one en"
        ]

    (cell,) = of_lesson()
    assert translators_of([cell])[cell.thing.key, "nl"] == {reviewer.pk, author.pk}
    # Whoever saves it from then on writes none of its words.
    page.save_revision(user=somebody(Role.AUTHOR))
    assert translators_of([cell])[cell.thing.key, "nl"] == {reviewer.pk, author.pk}
    plan = plan_act([cell], TranslationStep.REVIEWED, actor=reviewer)
    assert [one.reason for one in plan.refused] == [
        "You translated it yourself: somebody else has to read it."
    ]
    other = somebody(Role.AUTHOR)
    for row in StringTranslation.objects.all():
        write_sentence(
            Place(row.translation_of_id, row.context_id, row.locale_id),
            f"{row.data}!",
            seen=mark_of(row.data),
            by=other,
        )
    assert translators_of([cell])[cell.thing.key, "nl"] == {other.pk}
