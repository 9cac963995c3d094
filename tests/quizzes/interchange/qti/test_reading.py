"""QTI as other programs write it, in each of its versions."""

import io
from decimal import Decimal

import pytest
from PIL import Image

from quizzes.interchange import Found, UnreadableFile, qti
from quizzes.interchange.kinds import side_of
from quizzes.interchange.shapes import (
    Accepted,
    Area,
    Areas,
    Choice,
    Essay,
    Gap,
    Gaps,
    Marked,
    Match,
    Number,
    Numbers,
    Option,
    Order,
    Pair,
    Picture,
    Step,
    Words,
)
from tests.quizzes.interchange.qti.items import (
    V30,
    choices,
    item,
    messages,
    one,
    packed,
    response,
    template,
)

POINTS = "Its points are not taken over: here each counts once."
FULL = Decimal(100)


def test_a_choice_with_one_right_option():
    found = one(
        item(
            response(correct=("B",)),
            "<p>Ask <b>now</b>.</p>"
            + choices(
                "Lee",
                'Grant<feedbackInline outcomeIdentifier="F" '
                'identifier="B" showHide="show">So it is.</feedbackInline>',
            ),
            template("match_correct"),
            '<modalFeedback outcomeIdentifier="F" identifier="x" showHide="show">'
            "<p>In the end.</p></modalFeedback>",
        )
    )
    assert (found.key, found.title) == ("q-1", "The name")
    assert (found.prompt, found.feedback) == ("Ask now.\n\nWhich?", "In the end.")
    assert found.shape == Choice(
        (Option("Lee", Decimal(0)), Option("Grant", FULL, "So it is.")), multiple=False
    )
    assert messages(found) == []


def test_what_an_option_is_worth_is_its_part_of_the_whole():
    found = one(
        item(
            response(correct=("A",), points={"A": 4, "B": 1, "C": -2}),
            choices("a", "b", "c"),
            template("map_response"),
        )
    )
    assert [option.worth for option in found.shape.options] == [100, 25, 0]
    assert messages(found) == [POINTS]


@pytest.mark.parametrize(
    ("declared", "rules", "scoring", "told"),
    [
        (response("multiple", correct=("A", "B")), "match_correct", "", []),
        (
            response(
                "multiple", points={"A": 0.5, "B": 0.5, "C": -0.5}, lowerBound="0"
            ),
            "map_response",
            "minus",
            [],
        ),
        (
            response("multiple", points={"A": 2, "B": 1, "C": -1}, lowerBound="0"),
            "map_response",
            "minus",
            [
                POINTS,
                "What each option is worth is not kept: right ones count, minus "
                "wrong ones.",
            ],
        ),
    ],
)
def test_several_right_options_count_as_they_do_there_or_it_is_told(
    declared, rules, scoring, told
):
    found = one(item(declared, choices("a", "b", "c", most=0), template(rules)))
    assert [option.is_right for option in found.shape.options] == [True, True, False]
    assert side_of(found).value(found.shape, found)["scoring"] == scoring
    assert messages(found) == told


QTI3 = f"""<?xml version="1.0"?>
<qti-assessment-item xmlns="{V30}" identifier="three" title="3" adaptive="false"
 time-dependent="false">
<qti-response-declaration identifier="RESPONSE" cardinality="multiple"
 base-type="directedPair"><qti-correct-response><qti-value>A X</qti-value>
 <qti-value>B Y</qti-value></qti-correct-response>
 <qti-mapping default-value="0"><qti-map-entry map-key="A X" mapped-value="0.5"/>
 <qti-map-entry map-key="B Y" mapped-value="0.5"/></qti-mapping>
</qti-response-declaration>
<qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/>
<qti-item-body><p>Match.</p>
<qti-match-interaction response-identifier="RESPONSE" max-associations="2">
<qti-simple-match-set>
<qti-simple-associable-choice identifier="A" match-max="1">a</qti-simple-associable-choice>
<qti-simple-associable-choice identifier="B" match-max="1">b</qti-simple-associable-choice>
</qti-simple-match-set><qti-simple-match-set>
<qti-simple-associable-choice identifier="X" match-max="1">x</qti-simple-associable-choice>
<qti-simple-associable-choice identifier="Y" match-max="1">y</qti-simple-associable-choice>
<qti-simple-associable-choice identifier="Z" match-max="1">z</qti-simple-associable-choice>
</qti-simple-match-set></qti-match-interaction></qti-item-body>
<qti-response-processing
 template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/map_response.xml"/>
<qti-modal-feedback outcome-identifier="F" identifier="f" show-hide="show">
<qti-content-body><p>Said.</p></qti-content-body></qti-modal-feedback>
</qti-assessment-item>"""


@pytest.mark.parametrize("version", ["2.1", "2.2", "3.0"])
def test_a_match_in_each_version(version):
    data = QTI3
    if version != "3.0":
        namespace = f"http://www.imsglobal.org/xsd/imsqti_v{version.replace('.', 'p')}"
        for new, old in (
            ("response-identifier", "responseIdentifier"),
            ("base-type", "baseType"), ("map-key", "mapKey"),
            ("mapped-value", "mappedValue"), ("default-value", "defaultValue"),
            ("response-declaration", "responseDeclaration"),
            ("correct-response", "correctResponse"), ("map-entry", "mapEntry"),
            ("outcome-declaration", "outcomeDeclaration"), ("item-body", "itemBody"),
            ("match-interaction", "matchInteraction"),
            ("simple-match-set", "simpleMatchSet"),
            ("simple-associable-choice", "simpleAssociableChoice"),
            ("response-processing", "responseProcessing"),
            ("modal-feedback", "modalFeedback"), ("content-body", "div"),
            ("assessment-item", "assessmentItem"), ("qti-", ""), (V30, namespace),
        ):  # fmt: skip
            data = data.replace(new, old)
    found = one(data.encode())
    assert (found.prompt, found.feedback) == ("Match.", "Said.")
    assert found.shape == Match((Pair("a", "x"), Pair("b", "y")), ("x", "y", "z"))
    assert side_of(found).name == "card_sort"
    assert messages(found) == []


SETS = "<simpleMatchSet>{0}</simpleMatchSet><simpleMatchSet>{1}</simpleMatchSet>"


def match(first: str, second: str) -> str:
    sets = SETS.format(
        *(
            "".join(
                f'<simpleAssociableChoice identifier="{one}" matchMax="0">{one.lower()}'
                "</simpleAssociableChoice>"
                for one in names
            )
            for names in (first, second)
        )
    )
    return f'<matchInteraction responseIdentifier="RESPONSE">{sets}</matchInteraction>'


def test_a_match_whose_second_set_is_placed_is_turned():
    pairs = ("X A", "X B", "Y C")
    declared = response(
        "multiple", "directedPair", correct=pairs, points=dict.fromkeys(pairs, 1)
    )
    found = one(item(declared, match("XY", "ABC"), template("map_response")))
    assert found.shape.pairs == (Pair("a", "x"), Pair("b", "x"), Pair("c", "y"))
    assert messages(found) == [POINTS]


def test_a_match_that_counts_otherwise_is_told():
    declared = response("multiple", "directedPair", correct=("A X", "B Y"))
    found = one(item(declared, match("AB", "XY"), template("match_correct")))
    assert messages(found) == ["Here each of them counts for itself."]


@pytest.mark.parametrize(
    ("pairs", "sets", "message"),
    [
        (("A X",), match("AB", "XY"), "What belongs to nothing is not taken over."),
        (
            ("A X", "A Y", "B Y"),
            match("AB", "XY"),
            "Something in it belongs to several things at once.",
        ),
        (
            ("A X",),
            '<matchInteraction responseIdentifier="RESPONSE"/>',
            "What is matched has to stand in two sets.",
        ),
    ],
)
def test_a_match_that_we_cannot_have_is_told(pairs, sets, message):
    declared = response("multiple", "directedPair", correct=pairs)
    assert message in messages(one(item(declared, sets, template("match_correct"))))


def test_an_order_is_all_or_nothing_where_it_is_so_there():
    declared = response("ordered", correct=("C", "A", "B"))
    body = choices("a", "b", "c", tag="orderInteraction")
    found = one(item(declared, body, template("match_correct")))
    assert found.shape == Order((Step("c"), Step("a"), Step("b")))
    assert side_of(found).value(found.shape, found)["credit"] == "all"
    other = one(item(response("ordered"), body, template("match_correct")))
    assert messages(other) == ["It does not say in which order everything belongs."]


def test_an_order_that_counts_in_a_way_of_its_own_is_told():
    rules = (
        "<responseProcessing><setOutcomeValue identifier='SCORE'><baseValue "
        "baseType='float'>1</baseValue></setOutcomeValue></responseProcessing>"
    )
    body = choices("a", "b", "c", tag="orderInteraction")
    found = one(item(response("ordered", correct=("A", "B", "C")), body, rules))
    assert messages(found) == [
        "What an order is worth in part is counted as usual here."
    ]


INLINE = (
    "<p>In <textEntryInteraction responseIdentifier='ONE'/> we "
    "<inlineChoiceInteraction responseIdentifier='TWO' shuffle='false'>"
    "<inlineChoice identifier='Y'>saw</inlineChoice>"
    "<inlineChoice identifier='N'>knew</inlineChoice></inlineChoiceInteraction> it.</p>"
)
SUM = (
    "<responseProcessing><setOutcomeValue identifier='SCORE'><sum>"
    "<mapResponse identifier='ONE'/><mapResponse identifier='TWO'/></sum>"
    "</setOutcomeValue></responseProcessing>"
)


def test_gaps_are_typed_and_chosen():
    declared = response(
        base="string", name="ONE", points={"May*": 1, "may": 1, "spring": 0.5}
    ) + response(name="TWO", correct=("Y",), points={"Y": 1})
    found = one(item(declared, INLINE, SUM))
    assert found.shape == Gaps(
        "In [1] we [2] it.", (Gap(("May\\*", "may")), Gap(("saw",), ("knew",)))
    )
    assert found.prompt == "Fill the gaps."
    assert (found.labels["case"], found.labels["accents"]) == ("yes", "yes")
    assert messages(found) == [
        POINTS,
        "Of a gap, only what is right counts and is explained.",
    ]


def test_gaps_of_different_weight_are_told():
    declared = response(base="string", name="ONE", points={"May": 3}) + response(
        name="TWO", correct=("Y",), points={"Y": 1}
    )
    assert "Here every gap is an equal part of the whole." in messages(
        one(item(declared, INLINE, SUM))
    )


def test_words_that_are_dragged_into_gaps_become_menus():
    pairs = ("W G1", "V G2")
    declared = response(
        "multiple", "directedPair", correct=pairs, points=dict.fromkeys(pairs, 0.5)
    )
    body = (
        '<gapMatchInteraction responseIdentifier="RESPONSE"><prompt>Drag.</prompt>'
        '<gapText identifier="V" matchMax="1">red</gapText>'
        '<gapText identifier="W" matchMax="1">blue</gapText>'
        '<p>The <gap identifier="G1"/> sea, the <gap identifier="G2"/> sun.</p>'
        "</gapMatchInteraction>"
    )
    found = one(item(declared, body, template("map_response")))
    assert found.prompt == "Drag."
    assert found.shape == Gaps(
        "The [1] sea, the [2] sun.",
        (Gap(("blue",), ("red",)), Gap(("red",), ("blue",))),
    )
    assert messages(found) == []
    gone = one(item(response("multiple", "directedPair"), body))
    assert "It does not say what belongs into each gap." in messages(gone)


ENTRY = "<p>Which town?</p><p><textEntryInteraction responseIdentifier='RESPONSE'/></p>"


def test_a_word_is_accepted_as_it_is_there():
    declared = response(
        base="string", correct=("York",), points={"York": 1, "york": 0.5}
    )
    found = one(item(declared, ENTRY, template("map_response")))
    assert found.prompt == "Which town?"
    assert found.shape == Words((Accepted("York"), Accepted("york", Decimal(50))))
    assert (found.labels["case"], found.labels["accents"]) == ("yes", "yes")
    assert messages(found) == []


def test_a_word_may_be_written_in_any_capitals_where_it_may_be_so_there():
    declared = response(base="string", correct=("York",), points={"York": 1}).replace(
        "mappedValue", 'caseSensitive="false" mappedValue'
    )
    found = one(item(declared, ENTRY, template("map_response")))
    assert "case" not in found.labels


def near(mode: str, tolerance: str) -> str:
    return (
        "<responseProcessing><responseCondition><responseIf>"
        f"<equal toleranceMode='{mode}' tolerance='{tolerance}'>"
        "<correct identifier='RESPONSE'/><variable identifier='RESPONSE'/></equal>"
        "<setOutcomeValue identifier='SCORE'><baseValue baseType='float'>1</baseValue>"
        "</setOutcomeValue></responseIf></responseCondition></responseProcessing>"
    )


@pytest.mark.parametrize(
    ("rules", "value", "off", "relative"),
    [
        (template("match_correct"), 50, 0, False),
        (near("absolute", "2 2"), 50, 2, False),
        (near("absolute", "1 3"), 51, 2, False),
        (near("relative", "10 10"), 50, 10, True),
        (near("relative", "10"), 50, 10, True),
    ],
)
def test_a_number_is_met_as_it_is_there(rules, value, off, relative):
    found = one(item(response(base="float", correct=("50",)), ENTRY, rules))
    assert found.shape == Numbers(
        (Number(Decimal(value), Decimal(off), FULL, relative=relative),)
    )
    assert messages(found) == []


def test_a_number_whose_reach_is_counted_otherwise_is_told():
    rules = near("absolute", "2 2").replace(
        "<equal", "<equal includeUpperBound='false'"
    )
    found = one(item(response(base="float", correct=("50",)), ENTRY, rules))
    assert messages(found) == [
        "How far off a number may be is counted in another way there."
    ]


def test_words_to_mark_in_a_text():
    body = (
        '<hottextInteraction responseIdentifier="RESPONSE" maxChoices="0"><prompt>Mark.'
        '</prompt><p>We <hottext identifier="A">saw</hottext> and <hottext '
        'identifier="B">knew</hottext> it.</p></hottextInteraction>'
    )
    declared = response("multiple", points={"A": 1, "B": -1}, lowerBound="0")
    found = one(item(declared, body, template("map_response")))
    assert found.prompt == "Mark."
    assert found.shape == Marked(
        "We [1] and [2] it.", (Option("saw", FULL), Option("knew", -FULL))
    )
    assert messages(found) == []


def test_a_text_of_ones_own():
    body = "<p>Write.</p><extendedTextInteraction responseIdentifier='RESPONSE'/>"
    found = one(item(response(base="string"), body))
    assert (found.prompt, found.shape) == ("Write.", Essay())


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<p>Only text.</p>", "A description asks nothing."),
        (choices("a") * 2, "It asks several things at once; here each question asks"),
        (
            '<sliderInteraction responseIdentifier="RESPONSE"/>',
            "A question of the kind “sliderInteraction” is none we have.",
        ),
        (
            '<textEntryInteraction responseIdentifier="NOWHERE"/>',
            "It does not declare what an answer to it is.",
        ),
    ],
)
def test_what_is_no_question_of_ours_is_told(body, message):
    found = one(item(response(correct=("A",)), body, template("match_correct")))
    assert any(told.startswith(message) for told in messages(found))
    assert found.stopped


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ("", "It does not say how it counts: what it calls correct is right here."),
        (
            "<responseProcessing><customOperator/></responseProcessing>",
            "How it counts cannot be worked out: what it calls correct is right.",
        ),
        (template("map_response"), "No answer to it is worth anything."),
        (
            template("match_nothing"),
            "How it counts cannot be worked out: what it calls",
        ),
    ],
)
def test_what_does_not_say_how_it_counts_is_told(rules, message):
    found = one(item(response(correct=("A",)), choices("a", "b"), rules))
    assert [told.startswith(message) for told in messages(found)] == [True]
    assert found.shape.options[0].worth == 100


def test_what_else_an_item_may_have_is_told():
    found = one(
        item(
            "<templateDeclaration identifier='T'/>" + response(correct=("A",)),
            "<rubricBlock view='tutor'>For tutors.</rubricBlock><p>E <math><mi>x</mi>"
            "</math><img src='a/b.png' alt=''/></p><script>alert(1)</script>"
            + choices("a", "b"),
            template("match_correct"),
            "<modalFeedback identifier='x'>Yes</modalFeedback>"
            "<modalFeedback identifier='y'>No</modalFeedback>",
        ).replace(b'adaptive="false"', b'adaptive="true"')
    )
    assert set(messages(found)) == {
        "It is asked once here, and not again after each answer.",
        "It makes up its own numbers or words, which no question here does.",
        "Notes beside the question are not taken over.",
        "Formulas are taken over as plain text.",
        "The image “b.png” is not taken over.",
        "A script or a style is not taken over.",
        "What is said of right and of wrong answers in general is not taken over.",
    }
    assert "alert" not in found.prompt
    assert "For tutors" not in found.prompt


MANIFEST = """<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources>
<resource identifier="t" type="imsqti_test_xmlv2p1" href="test.xml"/>
<resource identifier="a" type="imsqti_item_xmlv2p1" href="items/a%201.xml">
<metadata><lom xmlns="http://ltsc.ieee.org/xsd/LOM"><general><keyword>
<string>Calm words</string></keyword></general></lom></metadata></resource>
<resource identifier="b" type="imsqti_item_xmlv2p1" href="gone.xml"/>
<resource identifier="c" type="webcontent" href="x.css"/></resources></manifest>"""
ITEM = item(response(correct=("A",)), choices("a", "b"), template("match_correct"))


def test_a_package_names_its_items_and_what_is_no_item_is_told():
    data = packed({"p/imsmanifest.xml": MANIFEST, "p/items/a 1.xml": ITEM})
    test, first, gone = qti.read(data)
    assert messages(test) == [
        "A test and its rules are not taken over, only its questions."
    ]
    assert (first.place, first.labels["topic"]) == ("p/items/a 1.xml", "calm-words")
    assert messages(gone) == ["“p/gone.xml” is not in this archive."]


def test_an_archive_without_a_manifest_is_read_file_by_file():
    bomb = b'<!DOCTYPE a [<!ENTITY a "b">]><assessmentItem/>'
    deep = b"<assessmentItem>" + b"<p>" * 70 + b"</p>" * 70 + b"</assessmentItem>"
    data = packed(
        {"a.xml": ITEM, "b.xml": bomb, "c.xml": deep, "d.xml": "<x/>", "e.xml": "<",
         "f.xml": "<questestinterop/>", "g.txt": "no"}
    )  # fmt: skip
    first, *others = qti.read(data)
    assert not first.stopped
    assert [messages(found)[0][:30] for found in others] == [
        "This file declares entities or",
        "The elements of this file are ",
        "This is not an item in QTI.",
        "This is not a file in XML that",
        "This is QTI 1. Read are 2.0 to",
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<a/>",
        b"PK",
        packed({"a.txt": "x"}),
        packed({"imsmanifest.xml": "<manifest/>"}),
        packed({f"{number}.xml": "" for number in range(501)}),
        b"<assessmentItem>" + b" " * 1_100_000 + b"</assessmentItem>",
    ],
)
def test_what_is_no_file_of_qti_is_refused(data):
    with pytest.raises(UnreadableFile):
        qti.read(data)


def pixels() -> bytes:
    stream = io.BytesIO()
    Image.new("L", (200, 100)).save(stream, "PNG")
    return stream.getvalue()


SPOTS = (
    '<hotspotInteraction responseIdentifier="RESPONSE" maxChoices="0"><prompt>Where?'
    '</prompt><object type="image/png" data="../img/a%20b.png" width="200" height="100">'
    'A room</object><hotspotChoice identifier="A" shape="rect" coords="20,10,60,30" '
    'hotspotLabel="Door"/><hotspotChoice identifier="B" shape="circle" '
    'coords="100,50,20"/><hotspotChoice identifier="C" shape="poly" '
    'coords="0,0,50,0,1,25"/></hotspotInteraction>'
)


def spots(body: str = SPOTS, **files: bytes) -> Found:
    declared = response("multiple", points={"A": 1, "B": -1, "C": -1}, lowerBound="0")
    data = item(declared, body, template("map_response"))
    [found] = qti.read(packed({"items/a.xml": data} | files))
    return found


def test_areas_of_a_picture_become_parts_of_it():
    found = spots(**{"img/a b.png": pixels()})
    assert found.prompt == "Where?"
    assert found.shape == Areas(
        Picture("", pixels(), "A room"),
        (
            Area("Door", True, "", "rect", "10 10 20 20"),
            Area("Area 2", False, "", "circle", "50 50 10"),
            Area("Area 3", False, "", "polygon", "0 0 25 0 0.5 25"),
        ),
    )
    assert messages(found) == ["Its areas have no names: they are numbered here."]


def test_a_picture_that_says_it_is_endlessly_wide_is_as_wide_as_it_is():
    endless = SPOTS.replace('width="200"', f'width="{"9" * 5000}"')
    pixels_there = {"img/a b.png": pixels()}
    assert spots(endless, **pixels_there).shape == spots(**pixels_there).shape


def test_a_picture_that_is_elsewhere_and_a_form_that_we_do_not_have_are_told():
    assert "“img/a b.png” is not in this archive." in messages(spots())
    away = spots(SPOTS.replace("../img/a%20b.png", "../../../etc/passwd"))
    assert "“../../etc/passwd” is not in this archive." in messages(away)
    round_one = SPOTS.replace('"circle"', '"ellipse"')
    found = spots(round_one, **{"img/a b.png": pixels()})
    assert "An area of it has a form that we do not have." in messages(found)
