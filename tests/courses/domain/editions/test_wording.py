"""Word by word: what one activity says differently."""

from courses.domain.editions import wording
from courses.domain.editions.difference import Fate
from courses.domain.editions.wording import Run, changed_blocks, compared


def lesson(*blocks: tuple[str, str]) -> dict:
    return {
        "segments": [
            {"id": key, "type": "prose", "html": html} for key, html in blocks
        ],
        "plain": "",
    }


def said(changes) -> list[tuple]:
    return [(c.fate, c.is_moved, [(r.kind, r.text) for r in c.runs]) for c in changes]


def test_words_that_came_and_went_are_told_apart():
    assert compared("one two three", "one 2 three four") == [
        Run("same", "one "),
        Run("removed", "two"),
        Run("added", "2"),
        Run("same", " three"),
        Run("added", " four"),
    ]


def test_words_that_went_leave_nothing_in_their_place():
    assert compared("one two three", "one three") == [
        Run("same", "one "),
        Run("removed", "two "),
        Run("same", "three"),
    ]


def test_long_texts_are_compared_by_the_sentence(monkeypatch):
    monkeypatch.setattr(wording, "MOST_WORDS", 4)

    assert compared("It is so. It was.", "It is so. It will be.") == [
        Run("same", "It is so. "),
        Run("removed", "It was."),
        Run("added", "It will be."),
    ]


def test_only_the_blocks_that_differ_are_shown_with_their_words():
    old = lesson(("a", "<p>Same</p>"), ("b", "<p>One two</p>"), ("c", "<p>Gone</p>"))
    new = lesson(("a", "<p>Same</p>"), ("b", "<p>One 2</p>"), ("d", "<p>Here</p>"))

    assert said(changed_blocks(old, new)) == [
        (
            Fate.CHANGED,
            False,
            [("same", "One "), ("removed", "two"), ("added", "2")],
        ),
        (Fate.ADDED, False, [("added", "Here")]),
        (Fate.REMOVED, False, [("removed", "Gone")]),
    ]


def test_a_block_that_only_moved_says_so():
    old = lesson(("a", "A"), ("b", "B"), ("c", "C"))
    new = lesson(("b", "B"), ("c", "C"), ("a", "A"))

    (change,) = changed_blocks(old, new)

    assert (change.is_moved, change.has_same_words) == (True, True)


def test_a_picture_that_changed_is_a_change_without_words():
    (change,) = changed_blocks(
        lesson(("a", '<img src="1">Text')), lesson(("a", '<img src="2">Text'))
    )

    assert (change.fate, change.has_same_words) == (Fate.CHANGED, True)


def test_a_text_keeps_its_paragraphs():
    (change,) = changed_blocks(None, lesson(("a", "<p>One</p><p>Two  words</p>")))

    assert change.runs == (Run("added", "One\nTwo words"),)


def test_an_exercise_says_what_is_asked_and_what_is_right():
    def exercise(*, right: bool) -> dict:
        content = {
            "kind": "single_choice",
            "prompt": "Which?",
            "options": [{"id": "1", "text": "This", "correct": right, "feedback": ""}],
        }
        segment = {"id": "x", "type": "single_choice", "html": "", "exercise": {}}
        return {"segments": [segment | {"exercise": {"content": content}}]}

    (change,) = changed_blocks(exercise(right=True), exercise(right=False))

    assert [(r.kind, r.text) for r in change.runs] == [
        ("same", "Which?\nThis\n"),
        ("removed", "right"),
        ("added", "wrong"),
    ]


def test_what_has_no_blocks_is_one_text():
    (change,) = changed_blocks({"plain": "Before"}, {"plain": "After"})

    assert [(r.kind, r.text) for r in change.runs] == [
        ("removed", "Before"),
        ("added", "After"),
    ]
    assert change.type == ""
    assert changed_blocks({"plain": "Same"}, None)[0].fate == Fate.REMOVED
