"""The marker reads an answer and nobody; the learner reads marks and nobody."""

from datetime import timedelta

from organisations.models import Membership
from quizzes.domain.attempts import current_answers, items_of
from quizzes.domain.marking.forgetting import forget_texts
from quizzes.domain.marking.opening import MARKED_WITHIN
from quizzes.domain.marking.reading import lines_of, to_read, told_of, without
from quizzes.domain.marking.tile import tile_of_marking
from quizzes.models import Answer, Mark
from tests.factories.marking import TEXT, hand_in, markings_of


def test_what_says_who_wrote_it_or_whom_it_is_about_is_left_out(course, bob, now):
    bob.printed_name = "Bob Wiśniewski-de Oud"
    bob.save(update_fields=["printed_name"])
    Membership.objects.filter(user=bob).update(badge_number="77-A")
    attempt = hand_in(
        bob,
        course,
        now=now,
        text="I am bob, badge 77-A in BEEKSTAD. De heer Jan Peeters (0470 12 34 56) "
        "came. Question 1 is bobbing.",
    )

    read = to_read(markings_of(attempt)[0])

    for sign in ("bob,", "77-A", "BEEKSTAD", "Peeters", "0470", bob.email):
        assert sign not in read.text
    # What only contains a name, and what the question says itself, stays.
    assert "Question 1 is bobbing." in read.text
    assert read.hidden == read.text.count("[left out]") == 5
    assert without("Nothing here", []) == ("Nothing here", 0)


def test_the_list_says_what_is_asked_and_how_long_it_waits(course, bob, markers, now):
    markings = markings_of(hand_in(bob, course, now=now, language="nl"))
    late = now + MARKED_WITHIN + timedelta(hours=1)

    (one, two) = lines_of(markings, user=markers[0], language="en", now=late)

    assert (one.days, one.is_late, one.is_mine) == (14, True, False)
    assert one.prompt.language == "nl"
    assert one.course == "Course en"
    assert one.reference != two.reference


def test_the_learner_reads_points_and_words_of_what_counts_and_no_names(
    course, bob, markers, mark, now
):
    attempt = hand_in(bob, course, now=now)
    first, second = markings_of(attempt)
    items = items_of(attempt)
    told = told_of(items, language="en")
    assert {one.is_waiting for one in told.values()} == {True}
    assert {one.due_at for one in told.values()} == {first.due_at}

    # Two thirds, and a third: the first is close to deciding, and both are read again.
    mark(first, markers[0], 2, words="One.")
    mark(second, markers[0], 3, words="Fine.")
    assert told_of(items, language="en")[first.item_id].is_waiting
    mark(first, markers[1], 0, words="Two.")
    mark(second, markers[1], 3, words="Good.")
    mark(first, markers[2], 1, words="Three.")

    told = told_of(items, language="nl")
    third, both = told[first.item_id], told[second.item_id]
    assert [(row.text, row.given, row.most) for row in third.lines] == [
        ("Vraag 1", 1, 1),
        ("Vraag 2", 0, 2),
    ]
    assert (third.words, both.words) == (("Three.",), ("Fine.", "Good."))
    assert both.lines == ()
    plain = [item for item in items if item.version.kind == "single_choice"]
    assert told_of(plain, language="en") == {}


def test_texts_are_deleted_half_a_year_after_they_were_handed_in_and_marks_stay(
    course, bob, markers, mark, now
):
    attempt = hand_in(bob, course, now=now, right=False)
    first, second = markings_of(attempt)
    mark(first, markers[0], 1)
    mark(second, markers[0], 1)
    waiting = markings_of(hand_in(bob, course, now=now + timedelta(hours=1)))
    # To the same day in May.
    half_a_year = now + timedelta(days=181)
    later = half_a_year + timedelta(days=1)

    assert forget_texts(half_a_year) == 0
    assert forget_texts(later) == 2
    assert forget_texts(later) == 0

    left = Answer.objects.filter(payload={"text": TEXT}).values_list("item", flat=True)
    assert set(left) == {one.item_id for one in waiting}
    assert list(current_answers(attempt)) == [
        item.pk for item in items_of(attempt) if item.version.kind == "single_choice"
    ]
    marks = Mark.objects.filter(marking__item__attempt=attempt)
    assert [(one.feedback, float(one.correctness)) for one in marks] == [
        ("", 0.3333)
    ] * 2
    told = told_of(items_of(attempt), language="en")[first.item_id]
    assert (told.is_forgotten, told.words) == (True, ())
    assert to_read(first).text == ""


def test_the_desk_says_how_much_waits_and_since_when(course, bob, markers, now):
    assert tile_of_marking(bob, now) is None
    assert tile_of_marking(markers[0], now).count == 0
    hand_in(bob, course, now=now)

    tile = tile_of_marking(markers[0], now + timedelta(days=3))
    assert (tile.count, tile.note) == (2, "The oldest waits for 2 days.")
