from collections.abc import Iterator
from decimal import Decimal
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from lms.errors import UnreadableFile
from quizzes.interchange.found import MOST_QUESTIONS, Found
from quizzes.interchange.instead import choice_or_marked, choice_or_scale
from quizzes.interchange.labels import read_decimal, read_tags, take_category
from quizzes.interchange.moodle.cloze import read_cloze
from quizzes.interchange.moodle.names import FORMS, GRADINGS
from quizzes.interchange.moodle.pictured import choice_or_areas
from quizzes.interchange.moodle.selects import read_selects
from quizzes.interchange.shapes import (
    Accepted,
    Choice,
    Essay,
    Gaps,
    Match,
    Number,
    Numbers,
    Option,
    Order,
    Pair,
    Shape,
    Statement,
    Step,
    Unit,
    Words,
)
from quizzes.interchange.texts import cleaned, parted, plain
from quizzes.interchange.xml import parsed

NOTHING = Decimal(0)


def read(data: bytes) -> list[Found]:
    """The questions of a file in Moodle XML. Raises UnreadableFile."""
    root = parsed(data)
    if root.tag != "quiz":
        raise UnreadableFile(_("This is not a file of questions in Moodle XML."))
    questions = list(_questions(root))
    if not questions:
        raise UnreadableFile(_("There is no question in this file."))
    return questions


def _questions(root: Element) -> Iterator[Found]:
    category, number = "", 0
    for element in root.iterfind("question"):
        kind = element.get("type", "")
        if kind == "category":
            category = cleaned(element.findtext("category/text") or "")
            continue
        number += 1
        if number > MOST_QUESTIONS:
            message = _("There are more than %(most)d questions in this file.")
            raise UnreadableFile(message % {"most": MOST_QUESTIONS})
        found = Found(place=_("question %(number)d") % {"number": number})
        _Question(element, found).read(kind, category)
        yield found


class _Question:
    def __init__(self, element: Element, found: Found) -> None:
        self.element = element
        self.found = found

    def read(self, kind: str, category: str) -> None:
        found, element = self.found, self.element
        found.key = cleaned(element.findtext("idnumber") or "")
        found.title = cleaned(element.findtext("name/text") or "")[:200]
        read_tags([tag.text or "" for tag in element.iterfind("tags/tag/text")], found)
        take_category(category, found)
        found.prompt = self.text(element.find("questiontext"))
        found.feedback = self.text(element.find("generalfeedback"))
        self.besides()
        found.shape = self.shape(kind)

    def besides(self) -> None:
        """What every question may have, and has no place here."""
        is_scale = self.found.labels.get("kind") == "scale"
        grade = self.number("defaultgrade", Decimal(1))
        if grade != 1 and not (is_scale and grade == 0):
            self.found.lose(_("Its points are not taken over: here each counts once."))
        if self.number("penalty", NOTHING) > 0:
            self.found.lose(_("What another try costs is not taken over."))
        if self.number("unitpenalty", NOTHING) > 0 and self.element.find("units"):
            self.found.lose(_("What a wrong unit costs is not taken over."))
        names = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
        if any(self.text(self.element.find(name)) for name in names):
            self.found.lose(
                _(
                    "What is said of right and of wrong answers in general is not taken over."
                )
            )
        if self.element.find("hint") is not None:
            self.found.lose(_("Hints are not taken over."))

    def shape(self, kind: str) -> Shape | None:
        reader = {
            "multichoice": self.choice,
            "truefalse": self.statement,
            "shortanswer": self.words,
            "numerical": self.numbers,
            "matching": self.match,
            "ordering": self.order,
            "essay": Essay,
            "cloze": self.cloze,
            "gapselect": self.selects,
            "ddwtos": self.selects,
        }.get(kind)
        if reader is not None:
            return reader()
        if kind == "description":
            self.found.stop(_("A description asks nothing."))
        else:
            message = _("A question of the kind “%(kind)s” is none we have.")
            self.found.stop(message % {"kind": cleaned(kind)[:40]})
        return None

    def choice(self) -> Shape:
        multiple = (self.element.findtext("single") or "").strip() in ("false", "0")
        options = tuple(Option(*answer) for answer in self.answers())
        choice = Choice(options, multiple)
        shape = choice_or_scale(choice_or_marked(choice, self.found), self.found)
        asked = self.element.find("questiontext")
        shape = choice_or_areas(shape, asked, self.found)
        mixed = (self.element.findtext("shuffleanswers") or "true").strip()
        if shape is choice and mixed in ("false", "0"):
            self.found.lose(_("Options stand in another order each time here."))
        return shape

    def statement(self) -> Statement:
        answers = self.answers()
        if any(feedback for _text, _worth, feedback in answers):
            self.found.lose(_("What is said of each answer is not taken over."))
        right = [text.lower() for text, worth, _feedback in answers if worth > 0]
        if right not in (["true"], ["false"]):
            self.found.stop(_("It does not say whether the statement holds."))
        return Statement(right == ["true"])

    def words(self) -> Words:
        if (self.element.findtext("usecase") or "").strip() == "1":
            self.found.labels["case"] = "yes"
        return Words(tuple(Accepted(*answer) for answer in self.answers()))

    def numbers(self) -> Numbers:
        numbers = []
        rows = zip(self.element.iterfind("answer"), self.answers(), strict=True)
        for element, (text, worth, feedback) in rows:
            value = read_decimal(text)
            near = read_decimal(element.findtext("tolerance") or "0")
            if worth <= 0:
                value, near = value or NOTHING, near or NOTHING
            if value is None or near is None or near < 0:
                message = _("“%(text)s” is not a number, nor a range of numbers.")
                self.found.stop(message % {"text": text[:60]})
                continue
            numbers.append(Number(value, near, worth, feedback))
        return Numbers(tuple(numbers), tuple(self.units()))

    def units(self) -> Iterator[Unit]:
        for element in self.element.iterfind("units/unit"):
            factor = read_decimal(element.findtext("multiplier") or "1")
            name = cleaned(element.findtext("unit_name") or "")
            if factor is None:
                self.found.stop(_("A unit has no number that can be read."))
            else:
                yield Unit(name, factor)

    def match(self) -> Match:
        pairs, rights = [], []
        for element in self.element.iterfind("subquestion"):
            left = self.text(element)
            right = self.text(element.find("answer"), "plain_text")
            rights.append(right)
            if left:
                pairs.append(Pair(left, right))
        return Match(tuple(pairs), tuple(dict.fromkeys(rights)))

    def order(self) -> Order:
        grading = (self.element.findtext("gradingtype") or "").strip()
        credit = {name: credit for credit, name in GRADINGS.items()}.get(grading)
        if self.found.labels.get("kind") != "timeline":
            if credit:
                self.found.labels["credit"] = credit
            else:
                self.found.lose(
                    _("What an order is worth in part is counted as usual here.")
                )
        steps = (Step(text, "", why) for text, _worth, why in self.answers())
        return Order(tuple(steps))

    def cloze(self) -> Gaps:
        self.found.prompt, text = parted(self.found.prompt, self.found.labels)
        if not self.found.prompt:
            self.found.prompt = _("Fill the gaps.")
        return read_cloze(text, self.found)

    def selects(self) -> Gaps:
        self.found.prompt, text = parted(self.found.prompt, self.found.labels)
        if not self.found.prompt:
            self.found.prompt = _("Fill the gaps.")
        boxes = [
            (self.text(box), (box.findtext("group") or "").strip())
            for name in ("dragbox", "selectoption")
            for box in self.element.iterfind(name)
        ]
        return read_selects(text, boxes, self.found)

    def answers(self) -> list[tuple[str, Decimal, str]]:
        """(text, worth in percent, feedback) of each."""
        return [
            (
                self.text(element),
                read_decimal(element.get("fraction", "0")) or NOTHING,
                self.text(element.find("feedback")),
            )
            for element in self.element.iterfind("answer")
        ]

    def text(self, element: Element | None, usual: str = "") -> str:
        """The text of an element, in its format or the usual one; files are noted."""
        if element is None:
            return ""
        # The picture of areas is taken over.
        is_taken = (
            element.tag == "questiontext" and self.found.labels.get("kind") == "hotspot"
        )
        if is_taken:
            return ""
        for file in element.iterfind("file"):
            self.found.lose(
                _("The image “%(name)s” is not taken over.")
                % {"name": cleaned(file.get("name", ""))[:80]}
            )
        form = FORMS.get(element.get("format", usual), "moodle")
        return plain(element.findtext("text") or "", form, self.found)

    def number(self, name: str, usual: Decimal) -> Decimal:
        value = read_decimal(self.element.findtext(name) or "")
        return usual if value is None else value
