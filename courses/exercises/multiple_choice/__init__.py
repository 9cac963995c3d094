from django.utils.translation import gettext_lazy as _

from courses.exercises.base import InvalidAnswer, Verdict
from courses.exercises.choices import ChoiceKind

# What an answer is worth that is right in part. All or nothing is empty: a text written
# before there was a choice says no more than it did, and its reviews stay.
ALL, MINUS, EACH = "", "minus", "each"
SCORINGS = {
    ALL: _("All or nothing"),
    MINUS: _("Right ones, minus wrong ones"),
    EACH: _("Each option for itself"),
}


class MultipleChoice(ChoiceKind):
    """Several options may be right. An answer is {"choices": [id, …]}.

    `scoring` is one of SCORINGS; content without one is all or nothing.
    """

    name = "multiple_choice"
    multiple = True

    def content(self, value, child_ids):
        content = super().content(value, child_ids)
        scoring = value.get("scoring")
        # Left out where it says nothing: a question that was not touched stays equal.
        return content | {"scoring": scoring} if scoring else content

    def structure(self, content):
        structure = super().structure(content)
        return [structure, content["scoring"]] if "scoring" in content else structure

    def chosen(self, answer) -> set[str]:
        return set(answer["choices"]) if answer else set()

    def read(self, content, data):
        choices = data.getlist("choice")
        return self.clean(content, {"choices": choices}) if choices else None

    def clean(self, content, payload):
        return chosen_of(payload, self.ids(content))

    def grade(self, content, answer) -> Verdict:
        chosen, right = self.chosen(answer), self.right(content)
        return Verdict(
            score(
                content.get("scoring", ALL),
                chosen=chosen,
                right=right,
                wrong=self.ids(content) - right,
            )
        )


def chosen_of(payload, known: set[str]) -> dict:
    """The answer {"choices": […]} of a payload, each once and in one order. Raises
    InvalidAnswer."""
    if not isinstance(payload, dict) or set(payload) != {"choices"}:
        raise InvalidAnswer
    choices = payload["choices"]
    if not isinstance(choices, list) or len(choices) > len(known):
        raise InvalidAnswer
    if not all(isinstance(choice, str) and choice in known for choice in choices):
        raise InvalidAnswer
    return {"choices": sorted(set(choices))}


def score(scoring: str, *, chosen: set, right: set, wrong: set) -> float:
    """0 to 1. Nothing chosen is nothing, whatever would have been right to leave."""
    if not chosen:
        return 0
    hits, misses = len(chosen & right), len(chosen & wrong)
    if scoring == MINUS:
        return max(0, hits - misses) / len(right) if right else 0
    if scoring == EACH:
        return (hits + len(wrong) - misses) / (len(right) + len(wrong))
    return 1 if chosen == right else 0
