from courses.exercises.base import InvalidAnswer, Verdict, only_strings
from courses.exercises.choices import ChoiceKind


class SingleChoice(ChoiceKind):
    """One option is right. An answer is {"choice": id}.

    An option that is not the right one may have a `weight`: what it is worth in percent.
    Without one it is worth nothing, as in content from before there were weights.
    """

    name = "single_choice"

    def option(self, item_id, option):
        row = super().option(item_id, option)
        # Left out where it says nothing: a question that was not touched stays equal.
        weight = 0 if row["correct"] else option.get("weight")
        return row | {"weight": weight} if weight else row

    def structure(self, content):
        weights = sorted(
            (option["id"], option["weight"])
            for option in content["options"]
            if "weight" in option
        )
        structure = super().structure(content)
        return [structure, weights] if weights else structure

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
        chosen = self.chosen(answer)
        if chosen == self.right(content):
            return Verdict(1)
        weights = (
            option.get("weight", 0)
            for option in content["options"]
            if option["id"] in chosen
        )
        return Verdict(max(weights, default=0) / 100)
