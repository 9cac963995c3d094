"""An item while it is read."""

from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from quizzes.interchange.found import Found
from quizzes.interchange.qti.content import said_in, text_of
from quizzes.interchange.qti.package import Files
from quizzes.interchange.qti.processing import Item
from quizzes.interchange.qti.scoring import Scoring
from quizzes.interchange.qti.values import Response

# The name of what is said whatever the answer was.
GENERAL = "general"
_NONE = Response("", "", "", [])


@dataclass
class Question:
    """`said` is what is said of each answer, by its id, or in the end (GENERAL)."""

    item: Item
    body: Element
    interactions: list[Element]
    found: Found
    scoring: Scoring
    said: dict[str, str] = field(default_factory=dict)
    # Of gaps: the text that has them.
    text: str = ""
    # Where its item stands, and the files beside it.
    place: str = ""
    files: Files | None = None

    @property
    def interaction(self) -> Element:
        return self.interactions[0]

    @property
    def is_ours(self) -> bool:
        """Whether Relay wrote it: its settings stand in the package."""
        return "kind" in self.found.labels

    @property
    def identifiers(self) -> set[str]:
        """Of all that can be answered."""
        return {one.get("identifier", "") for one in self.body.iter()} - {""}

    def response(self, interaction: Element | None = None) -> Response:
        """The variable of an interaction; one that is nowhere declared has no answer."""
        element = self.interaction if interaction is None else interaction
        name = element.get("responseIdentifier", "")
        found = self.item.responses.get(name)
        if found is None:
            self.found.stop(_("It does not declare what an answer to it is."))
        return found or _NONE

    def prompt(self, *, without: frozenset[str] = frozenset()) -> str:
        """What is asked: the text around the interaction, and its own prompt."""

        def instead(element: Element) -> str | None:
            is_other = element.tag.endswith("Interaction") or element.tag in without
            return "" if is_other else None

        around = text_of(self.body, self.found, instead)
        asked = text_of(self.interaction.find("prompt"), self.found)
        return "\n\n".join(text for text in (around, asked) if text)

    def option(self, element: Element) -> tuple[str, str]:
        """(text, what is said of it)."""
        said = self.said.get(element.get("identifier", ""), "") or said_in(
            element, self.found
        )
        return text_of(_without_feedback(element), self.found), said

    def note_order(self) -> None:
        if self.interaction.get("shuffle") == "false" and not self.is_ours:
            self.found.lose(_("Options stand in another order each time here."))


def percent_of(part: Fraction) -> Decimal:
    """A part of the whole in percent, as shapes have it."""
    whole = part * 100
    return (Decimal(whole.numerator) / Decimal(whole.denominator)).quantize(
        Decimal("0.00001")
    )


def _without_feedback(element: Element) -> Element:
    copy = deepcopy(element)
    for parent in list(copy.iter()):
        for child in list(parent):
            if child.tag == "feedbackInline":
                parent.remove(child)
    return copy
