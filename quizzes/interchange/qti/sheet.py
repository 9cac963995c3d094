"""An item while it is written."""

from xml.etree.ElementTree import Element, SubElement

from quizzes.interchange.found import Found
from quizzes.interchange.qti import rules
from quizzes.interchange.qti.content import exact
from quizzes.interchange.qti.names import Version
from quizzes.interchange.qti.question import GENERAL
from quizzes.interchange.qti.rules import FEEDBACK, RESPONSE, SCORE


class Sheet:
    """An item while it is written. `rules` of None: nothing is scored; `said` is shown
    by its name, `always` without any rule."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self.root = Element(
            "assessmentItem",
            identifier=found.key or "question",
            title=found.key or "question",
            adaptive="false",
            timeDependent="false",
        )
        self.body = Element("itemBody")
        self.rules: list[Element] | None = []
        self.template = ""
        self.said: dict[str, tuple[str, str]] = {}
        self.always: list[str] = []
        self.chosen_is_said = False
        # By their names in the package.
        self.files: dict[str, bytes] = {}

    def say(
        self, name: str, text: str, title: str = "", *, always: bool = False
    ) -> None:
        if text:
            self.said[name] = (text, title)
            self.always += [name] if always else []

    def interaction(self, tag: str, **attributes: str) -> Element:
        return SubElement(self.body, tag, responseIdentifier=RESPONSE, **attributes)

    def item(self, version: Version) -> Element:
        """The whole of it."""
        if self.found.feedback:
            self.say(GENERAL, self.found.feedback, always=True)
        self._declare_outcomes()
        self.root.append(self.body)
        if self.chosen_is_said and set(self.said) - set(self.always):
            self.template = ""
            self.rules.append(rules.said_of_chosen(GENERAL in self.said))
        if self.template:
            address = version.templates.format(name=self.template)
            self.root.append(rules.template(address))
        elif self.rules:
            self.root.append(rules.processing(self.rules))
        for name, (text, title) in self.said.items():
            shown = SubElement(
                self.root,
                "modalFeedback",
                outcomeIdentifier=FEEDBACK,
                identifier=name,
                showHide="show",
            )
            if title:
                shown.set("title", " ".join(title.split()))
            shown.append(exact("div", text))
        return self.root

    def _declare_outcomes(self) -> None:
        if self.rules is not None:
            score = SubElement(
                self.root,
                "outcomeDeclaration",
                identifier=SCORE,
                cardinality="single",
                baseType="float",
                normalMaximum="1",
            )
            SubElement(SubElement(score, "defaultValue"), "value").text = "0"
        if self.said:
            feedback = SubElement(
                self.root,
                "outcomeDeclaration",
                identifier=FEEDBACK,
                cardinality="multiple",
                baseType="identifier",
            )
            if self.always:
                default = SubElement(feedback, "defaultValue")
                for name in self.always:
                    SubElement(default, "value").text = name
