"""A word or a few: which row fits, and what it is worth."""

from courses.exercises import KINDS

SHORT = KINDS["short_text"]


def asked(*rows: tuple, case: bool = False, accents: bool = False) -> dict:
    """Rows are (credit, patterns)."""
    return {
        "kind": "short_text",
        "prompt": "Which word?",
        "feedback": "",
        "case": case,
        "accents": accents,
        "accepted": [
            {
                "id": f"a{number}",
                "patterns": list(patterns),
                "credit": credit,
                "feedback": f"F{number}",
            }
            for number, (credit, *patterns) in enumerate(rows)
        ],
    }


def points(content: dict, text: str) -> float:
    return SHORT.grade(content, {"text": text}).correctness


def test_the_best_row_that_fits_counts_wherever_it_stands():
    content = asked((40, "*observ*"), (100, "observation", "an observation"))

    assert points(content, "An Observation") == 1
    assert points(content, "to observe") == 0.4
    assert points(content, "opinion") == 0


def test_capitals_and_accents_matter_only_where_the_author_says_so():
    assert points(asked((100, "Café")), "cafe") == 1
    assert points(asked((100, "Café"), case=True), "cafe") == 0
    assert points(asked((100, "Café"), accents=True), "cafe") == 0
    assert points(asked((100, "Café"), case=True, accents=True), " Café ") == 1


def test_the_review_says_what_fits_best_and_why_the_answer_counts():
    content = asked((40, "*observ*"), (100, "an *observation", "x"))

    review = SHORT.review(content, order=[], answer={"text": "observe"})

    assert (review["credit"], review["why"], review["better"]) == (
        40,
        "F0",
        "an …observation",
    )
    wrong = SHORT.review(content, order=[], answer={"text": "no"})
    assert (wrong["credit"], wrong["why"]) == (0, "")


def test_what_is_accepted_may_differ_by_language_and_what_it_is_worth_may_not():
    content = asked((100, "street"))

    assert SHORT.structure(asked((100, "straat", "weg"))) == SHORT.structure(content)
    assert SHORT.structure(asked((50, "street"))) != SHORT.structure(content)
    assert SHORT.structure(asked((100, "x"), case=True)) != SHORT.structure(content)


def test_a_draft_that_accepts_nothing_yet_is_shown_and_worth_nothing():
    assert points(asked((100,)), "a") == 0
    assert SHORT.review(asked((100,)), order=[], answer=None)["better"] == ""
