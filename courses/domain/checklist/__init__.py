"""The publish checklist: what holds when something goes live, and what to think of.

What *must* hold is a check of lms.publishing, asked on every way to go live;
`checklist_of` shows those and, beside them, what only deserves a thought. An app of a
higher floor adds to both: `register_check`, `register_warning`, `name_rule`, and
`subjects.course_sources` for what is part of a course.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _

from courses.domain.checklist.problems import own_problems
from lms.publishing import Finding, findings_of

Check = Callable[[models.Model], Iterable[Finding]]

# The order of the list; a rule of another app comes after these.
ORDER = (
    "review",
    "basics",
    "blocks",
    "parts",
    "questions",
    "facts",
    "media",
    "cases",
    "signs",
    "balance",
    "words",
    "reading",
    "languages",
)
# Rule -> (what it asks, the models it asks it of).
_rules: dict[str, tuple[str, tuple[type[models.Model], ...]]] = {}
_warnings: list[tuple[type[models.Model], Check]] = []


@dataclass(frozen=True)
class Line:
    """One line of the checklist. `message` is "" where all is well."""

    rule: str
    label: str
    message: str = ""
    place: str = ""
    subject: str = ""
    is_warning: bool = False

    @property
    def is_ok(self) -> bool:
        return not self.message

    @property
    def stops(self) -> bool:
        """Whether it keeps the thing from going live."""
        return bool(self.message) and not self.is_warning

    @property
    def anchor(self) -> str:
        """Where in the editor its place is: a block by its id, or a field by name."""
        # Ids of blocks are UUIDs; no field has a hyphen.
        if "-" in self.place:
            return f"#block-{self.place}-section"
        return f"#id_{self.place}" if self.place else ""


def name_rule(rule: str, label: str, *models: type[models.Model]) -> None:
    """Give a rule its line, also where nothing is found, on the list of these models."""
    known = _rules.get(rule, (label, ()))[1]
    _rules[rule] = (label, tuple(dict.fromkeys(known + models)))


def register_warning(model: type[models.Model], check: Check) -> None:
    """Something to think of for things of a model, which stops nobody."""
    if (model, check) not in _warnings:
        _warnings.append((model, check))


def checklist_of(thing: models.Model) -> list[Line]:
    """Every line for a thing as it stands in memory, in the order of the rules."""
    found = [
        *(_line(one) for one in own_problems(thing)),
        *(_line(one) for one in findings_of(thing)),
        *(
            _line(one, is_warning=True)
            for model, check in _warnings
            if isinstance(thing, model)
            for one in check(thing)
        ),
    ]
    lines = []
    for rule in sorted(_rules, key=_position):
        label, concerned = _rules[rule]
        its = [line for line in found if line.rule == rule]
        if not its and isinstance(thing, concerned):
            its = [Line(rule, label)]
        lines += its
    return lines + [line for line in found if line.rule not in _rules]


def _position(rule: str) -> int:
    return ORDER.index(rule) if rule in ORDER else len(ORDER)


def _line(finding: Finding, *, is_warning: bool = False) -> Line:
    label = _rules[finding.rule][0] if finding.rule in _rules else _("Other")
    return Line(
        finding.rule,
        label,
        finding.message,
        finding.place,
        finding.subject,
        is_warning=is_warning,
    )
