"""What an author is told, and where, about an exercise that is walked through."""

from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict

from courses.exercises import content_of
from tests.courses.blocks.faults import bound, errors, raw, strings
from tests.factories.exercises import because


def test_a_scene_that_is_not_there_is_told_beside_the_choice():
    block = raw("dialogue")
    block["value"]["scenes"][1]["value"]["choices"][0]["value"]["next"] = "attic"

    assert errors(block) == {
        ("scenes", 1, "choices", 0, "next"): ["There is nothing called “attic”."]
    }


def test_two_scenes_of_one_name_are_told_at_the_second():
    block = raw("dialogue")
    block["value"]["scenes"][3]["value"]["name"] = "Door"

    assert errors(block) == {
        ("scenes", 1, "choices", 1, "next"): ["There is nothing called “home”."],
        ("scenes", 3, "name"): [
            "“Door” is the name of another one too. Give each its own."
        ],
    }


def test_a_scene_nobody_comes_to_and_one_nobody_gets_out_of_are_told_by_name():
    block = raw("dialogue")
    hall = block["value"]["scenes"][1]["value"]
    hall["choices"][0]["value"]["next"] = hall["choices"][1]["value"]["next"] = "hall"

    assert errors(block) == {
        ("scenes", 1, "name"): ["From “hall” no way leads to an end."],
        ("scenes", 3, "name"): ["No choice leads to “home”."],
    }


def test_a_way_may_come_back_in_a_dialogue_and_not_in_a_tree():
    child = bound(raw("dialogue"))
    cleaned = child.block.clean(child.value)
    assert content_of("dialogue", cleaned) == content_of("dialogue", child.value)
    block = raw("decision_tree")
    sure = block["value"]["questions"][1]["value"]
    sure["answers"][1]["value"]["next"] = "danger"

    assert errors(block) == {
        ("questions", 0, "name"): ["From “danger” a way leads back to “danger”."],
        ("questions", 1, "name"): ["From “sure” a way leads back to “sure”."],
    }


def test_what_is_wrong_with_an_outcome_is_told_among_the_outcomes():
    block = raw("decision_tree")
    sure = block["value"]["questions"][1]["value"]
    sure["answers"][0]["value"]["next"] = "now"

    assert errors(block) == {("outcomes", 1, "name"): ["No choice leads to “talk”."]}


def test_an_end_says_how_it_ends_and_what_goes_on_does_not():
    block = raw("dialogue")
    scenes = [scene["value"] for scene in block["value"]["scenes"]]
    scenes[0]["ending"] = "good"
    scenes[2]["ending"] = scenes[2]["ending_feedback"] = ""

    assert errors(block) == {
        ("scenes", 0, "ending"): ["It goes on here: there are choices."],
        ("scenes", 2, "ending"): [
            "Without choices the conversation ends here: say how."
        ],
        ("scenes", 2, "ending_feedback"): ["Say what to take from this end."],
    }


@pytest.mark.parametrize("kind", ["dialogue", "decision_tree", "card_sort"])
def test_a_draft_is_kept_with_whatever_is_still_missing(kind):
    block = raw(kind)
    for name, rows in block["value"].items():
        if isinstance(rows, list):
            del rows[1:]
            for field in ("next", "ending", "category"):
                _empty(rows, field)
        else:
            block["value"][name] = ""
    child = bound(block)

    kept = child.block.clean_deferred(child.value)

    assert kept["prompt"] == ""
    child.render()


def _empty(rows: list, field: str) -> None:
    for row in rows:
        if not isinstance(row["value"], dict):
            continue
        for name, value in row["value"].items():
            if name == field:
                row["value"][name] = None
            elif isinstance(value, list):
                _empty(value, field)


def test_the_preview_shows_what_is_wrong_and_where_everything_leads():
    block = raw("dialogue")
    block["value"]["scenes"][0]["value"]["choices"][0]["value"]["next"] = "attic"

    html = bound(block).render()

    assert "There is nothing called “attic”." in html
    assert "No choice leads to “hall”." in html
    assert "?, street" in html
    assert "→ go to 3" in html


def previewed(block: dict, query: str) -> BeautifulSoup:
    """The block in a preview with this address."""
    request = SimpleNamespace(preview_query=QueryDict(query))
    html = bound(block).render({"request": request})
    return BeautifulSoup(html, "html.parser")


@pytest.mark.parametrize("kind", ["dialogue", "decision_tree"])
def test_a_preview_is_walked_as_a_learner_walks_it(kind):
    content = content_of(kind, bound(raw(kind)).value)
    first = previewed(raw(kind), "mode=&in_preview_panel=true")
    link = first.select_one(".walk__choices a")

    query = urlsplit(link["href"]).query
    second = previewed(raw(kind), query)

    assert parse_qs(query)["in_preview_panel"] == ["true"]
    here = [
        page.select_one("[data-walk-here]").get_text(" ") for page in (first, second)
    ]
    nodes = {node["id"]: node for node in content["nodes"]}
    following = nodes[content["nodes"][0]["choices"][0]["next"]]
    assert content["nodes"][0]["text"] in here[0]
    assert following["text"] in here[1]
    assert following["text"] not in here[0]
    # All of it stays one click away, for whoever writes.
    assert first.select_one("details .script") is not None


@pytest.mark.parametrize("way", ["9", "1.9.9", "x", ""])
def test_a_way_that_is_no_longer_there_begins_again(way):
    first = previewed(raw("dialogue"), "")
    query = urlsplit(first.select_one(".walk__choices a")["href"]).query

    page = previewed(raw("dialogue"), query.replace("way=1", f"way={way}"))

    assert page.select_one("[data-walk-here]") == first.select_one("[data-walk-here]")


def test_a_draft_with_nothing_in_it_yet_has_no_way():
    block = raw("dialogue")
    block["value"]["scenes"] = []

    assert previewed(block, "").select("[data-walk-here]") == []


def test_a_translator_meets_words_and_no_name_to_which_a_choice_leads():
    names = {"door", "hall", "street", "home", "danger", "sure", "now", "talk"}

    for kind, count in (("dialogue", 18), ("decision_tree", 14)):
        met = strings(kind)
        assert len([one for one in met if one]) == count
        assert not names & {one.strip().lower() for one in met}


def test_a_translator_meets_the_words_that_judge_as_well():
    assert strings("rewrite") == [
        "Question k?",
        because("k"),
        "Wrong again.",
        "Wrong, again",
        "Question hint",
        "Right 0",
        "",
        "Right 1",
        "",
        "Question 1?",
        "Question 2?",
    ]
