from courses.exercises.base import InvalidAnswer, Verdict, only_strings
from courses.exercises.choices import ChoiceKind


class SingleChoice(ChoiceKind):
    """One option is right. An answer is {"choice": id}."""

    name = "single_choice"

    def chosen(self, answer) -> set[str]:
        return {answer["choice"]} if answer else set()

    def read(self, content, data):
        choice = data.get("choice", "")
        return self.clean(content, {"choice": choice}) if choice else None

    def clean(self, content, payload):
        answer = only_strings(payload)
        if set(answer) != {"choice"} or answer["choice"] not in self.ids(content):
            raise InvalidAnswer
        return {"choice": answer["choice"]}

    def grade(self, content, answer) -> Verdict:
        return Verdict(1 if self.chosen(answer) == self.right(content) else 0)
