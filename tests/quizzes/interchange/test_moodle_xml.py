"""Moodle XML as other programs write it."""

from decimal import Decimal

import pytest

from quizzes.interchange import Found, UnreadableFile, moodle
from quizzes.interchange.kinds import side_of
from quizzes.interchange.shapes import (
    Accepted,
    Choice,
    Gap,
    Gaps,
    Match,
    Number,
    Numbers,
    Option,
    Order,
    Pair,
    Statement,
    Step,
    Unit,
    Words,
)


def one(kind: str, inside: str, text: str = "Ask?") -> Found:
    data = f"""<?xml version="1.0"?><quiz><question type="{kind}">
    <name><text>The name</text></name>
    <questiontext format="html"><text><![CDATA[{text}]]></text></questiontext>
    {inside}</question></quiz>"""
    [found] = moodle.read(data.encode())
    return found


def answer(text: str, fraction, feedback: str = "", more: str = "") -> str:
    return (
        f'<answer fraction="{fraction}" format="plain_text"><text>{text}</text>'
        f"<feedback><text>{feedback}</text></feedback>{more}</answer>"
    )


def messages(found: Found) -> list[str]:
    return [problem.message for problem in found.problems]


def test_a_choice_has_its_options_weights_and_feedback():
    found = one(
        "multichoice",
        "<single>true</single><idnumber>q-1</idnumber>"
        + answer("Grant", 100, "Yes.")
        + answer("Lee", "33.33333")
        + answer("Nobody", -50)
        + "<generalfeedback format='html'><text>&lt;p&gt;So it is.&lt;/p&gt;</text>"
        "</generalfeedback>",
    )
    assert (found.key, found.title, found.feedback) == ("q-1", "The name", "So it is.")
    assert found.shape == Choice(
        (
            Option("Grant", Decimal(100), "Yes."),
            Option("Lee", Decimal("33.33333")),
            Option("Nobody", Decimal(-50)),
        ),
        multiple=False,
    )
    side_of(found).value(found.shape, found)
    assert messages(found) == [
        "A wrong option takes nothing away here.",
        "What an answer is worth is rounded: 33.33333 % is taken as 33 %.",
    ]


def test_points_penalties_hints_and_general_feedback_are_told_as_lost():
    found = one(
        "multichoice",
        "<single>false</single><defaultgrade>2.0</defaultgrade>"
        "<penalty>0.3333333</penalty><shuffleanswers>false</shuffleanswers>"
        "<correctfeedback><text>Well done.</text></correctfeedback>"
        "<hint><text>Think.</text></hint>" + answer("a", 100) + answer("b", -100),
    )
    assert messages(found) == [
        "Its points are not taken over: here each counts once.",
        "What another try costs is not taken over.",
        "What is said of right and of wrong answers in general is not taken over.",
        "Hints are not taken over.",
        "Options stand in another order each time here.",
    ]


@pytest.mark.parametrize("holds", [True, False])
def test_a_statement_holds_or_not(holds):
    found = one(
        "truefalse", answer("true", 100 * holds) + answer("false", 100 - 100 * holds)
    )
    assert found.shape == Statement(holds)


def test_a_statement_that_says_both_is_refused():
    assert one("truefalse", answer("true", 100) + answer("false", 100)).stopped


def test_short_answers_and_whether_capitals_matter():
    found = one("shortanswer", "<usecase>1</usecase>" + answer("NATO*", 80))
    assert found.shape == Words((Accepted("NATO*", Decimal(80)),))
    assert found.labels["case"] == "yes"


def test_numbers_have_tolerances_and_units():
    found = one(
        "numerical",
        answer("24", 100, more="<tolerance>0.5</tolerance>")
        + answer("*", 0, "No.")
        + "<units><unit><multiplier>1</multiplier><unit_name>h</unit_name></unit>"
        "<unit><multiplier>60</multiplier><unit_name>min</unit_name></unit></units>"
        "<unitpenalty>0.1</unitpenalty>",
    )
    assert found.shape == Numbers(
        (
            Number(Decimal(24), Decimal("0.5"), Decimal(100)),
            Number(Decimal(0), Decimal(0), Decimal(0), "No."),
        ),
        (Unit("h", Decimal(1)), Unit("min", Decimal(60))),
    )
    value = side_of(found).value(found.shape, found)
    assert [row["value"] for row in value["numbers"]] == ["24"]
    assert messages(found) == [
        "What a wrong unit costs is not taken over.",
        "An answer that is worth nothing is not taken over, nor what is said of it.",
    ]


@pytest.mark.parametrize(
    "inside",
    [
        answer("about ten", 100),
        answer("1", 100, more="<tolerance>-1</tolerance>"),
        answer("1", 100)
        + "<units><unit><multiplier>x</multiplier><unit_name>h</unit_name></unit></units>",
    ],
)
def test_what_is_no_number_stops_the_question(inside):
    assert one("numerical", inside).stopped


def test_pairs_and_what_belongs_to_nothing():
    pair = (
        "<subquestion format='html'><text>{}</text><answer><text>{}</text></answer>"
        "</subquestion>"
    )
    found = one("matching", pair.format("cat", "animal") + pair.format("", "stone"))
    assert found.shape == Match((Pair("cat", "animal"),), ("animal", "stone"))


@pytest.mark.parametrize(
    ("grading", "credit"),
    [
        ("RELATIVE_NEXT_EXCLUDE_LAST", "neighbours"),
        ("ABSOLUTE_POSITION", "places"),
        ("ALL_OR_NOTHING", "all"),
    ],
)
def test_an_order_has_its_credit(grading, credit):
    found = one(
        "ordering",
        f"<gradingtype>{grading}</gradingtype>{answer('a', 1)}{answer('b', 2)}",
    )
    assert found.shape == Order((Step("a"), Step("b")))
    assert found.labels["credit"] == credit


def test_another_credit_of_an_order_is_told():
    found = one("ordering", "<gradingtype>LONGEST_ORDERED_SUBSET</gradingtype>")
    assert messages(found) == [
        "What an order is worth in part is counted as usual here."
    ]


def test_gaps_are_typed_or_chosen_from_a_menu():
    found = one(
        "cloze",
        "",
        "<p>Complete it.</p><p>You {1:SHORTANSWER:=saw~=heard#Yes.~*#No.} it "
        "{1:MC:when~=why~%50%how} so: {2:NM:=3:0.1}.</p>",
    )
    assert found.prompt == "Complete it."
    assert found.shape == Gaps(
        "You [1] it [2] so: [3].",
        (
            Gap(("saw", "heard"), (), "Yes."),
            Gap(("why",), ("when", "how")),
            Gap(("3",)),
        ),
    )
    assert messages(found) == [
        "Here every gap is an equal part of the whole.",
        "Of a gap, only what is right counts and is explained.",
        "How far off a number in a gap may be is not taken over.",
    ]


def test_a_gap_of_a_kind_that_is_not_ours_stops_the_question():
    assert one("cloze", "", "A {1:MULTIRESPONSE:=a~=b} b").stopped
    assert one("cloze", "", "Nothing to fill.").stopped


def test_a_cloze_without_a_task_gets_one():
    assert one("cloze", "", "A {1:SA:=b} c").prompt == "Fill the gaps."


@pytest.mark.parametrize("kind", ["gapselect", "ddwtos"])
def test_gaps_that_are_filled_from_boxes_become_menus(kind):
    name = "selectoption" if kind == "gapselect" else "dragbox"
    boxes = "".join(
        f"<{name}><text>{text}</text><group>{group}</group></{name}>"
        for text, group in (("saw", 1), ("thought", 1), ("when", 2))
    )
    found = one(kind, boxes, "You [[1]] it and [[3]].")
    assert found.shape == Gaps(
        "You [1] it and [2].", (Gap(("saw",), ("thought",)), Gap(("when",)))
    )
    assert one(kind, boxes, "Look [[9]].").stopped


@pytest.mark.parametrize("kind", ["description", "calculated", "ddimageortext", ""])
def test_kinds_that_are_not_ours_are_said_to_be(kind):
    assert one(kind, "").stopped


def test_images_are_told_by_name_once():
    found = one(
        "truefalse",
        answer("true", 100) + answer("false", 0),
        '<p>Look <img src="@@PLUGINFILE@@/map.png"></p>',
    )
    assert messages(found) == ["The image “map.png” is not taken over."]


def test_files_of_a_text_are_told():
    found = one(
        "truefalse",
        "<generalfeedback><text>See.</text><file name='a.svg' encoding='base64'>PHN2Zz4="
        "</file></generalfeedback>" + answer("true", 100) + answer("false", 0),
    )
    assert messages(found) == ["The image “a.svg” is not taken over."]


def test_categories_and_tags_are_topics():
    data = b"""<quiz><question type="category"><category><text>$course$/top/My Words
    </text></category></question><question type="description"/>
    <question type="description"><tags><tag><text>Facts</text></tag>
    <tag><text>old</text></tag></tags></question></quiz>"""
    first, second = moodle.read(data)
    assert first.labels == {"topic": "my-words"}
    assert second.labels == {"topic": "facts", "tags": "old"}


LAUGHS = "".join(
    f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 9)
)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<quiz>",
        b"<quiz/>",
        b"<other/>",
        b"\xff\xfe<quiz/>",
        b'<?xml version="1.0" encoding="nowhere"?><quiz/>',
        f'<!DOCTYPE q [<!ENTITY l0 "ha">{LAUGHS}]><quiz>&l8;</quiz>'.encode(),
        b'<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>',
        b'<!DOCTYPE q SYSTEM "http://127.0.0.1:9/q.dtd"><quiz/>',
        b"<quiz>" + b"<question type='description'/>" * 501 + b"</quiz>",
    ],
)
def test_files_that_are_not_or_that_would_hurt_are_refused(data):
    with pytest.raises(UnreadableFile):
        moodle.read(data)


def test_markup_that_would_run_is_gone():
    found = one(
        "shortanswer",
        answer("a", 100),
        "Hi<script>alert(1)</script><svg onload=alert(1)><a href='javascript:x'>there",
    )
    assert found.prompt == "Hi"
    assert messages(found) == [
        "The image “svg” is not taken over.",
        "A script or a style is not taken over.",
        "Links, lists and tables are taken over as plain text.",
        "Some of its markup could not be read and is left out.",
    ]
