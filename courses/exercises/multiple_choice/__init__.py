from courses.exercises.base import InvalidAnswer, Verdict
from courses.exercises.choices import ChoiceKind


class MultipleChoice(ChoiceKind):
    """All right options and no others. An answer is {"choices": [id, …]}."""

    name = "multiple_choice"
    multiple = True

    def chosen(self, answer) -> set[str]:
        return set(answer["choices"]) if answer else set()

    def read(self, content, data):
        choices = data.getlist("choice")
        return self.clean(content, {"choices": choices}) if choices else None

    def clean(self, content, payload):
        if not isinstance(payload, dict) or set(payload) != {"choices"}:
            raise InvalidAnswer
        choices = payload["choices"]
        if not isinstance(choices, list) or len(choices) > len(content["options"]):
            raise InvalidAnswer
        if not all(isinstance(c, str) and c in self.ids(content) for c in choices):
            raise InvalidAnswer
        return {"choices": sorted(set(choices))}

    def grade(self, content, answer) -> Verdict:
        return Verdict(1 if self.chosen(answer) == self.right(content) else 0)
