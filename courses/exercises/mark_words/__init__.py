from random import Random

from courses.exercises.base import Content
from courses.exercises.multiple_choice import MINUS, MultipleChoice
from courses.exercises.numbered import filled, pieces_of


class MarkWords(MultipleChoice):
    """Words of a text are marked. An answer is {"choices": [id, …]}.

    What can be marked are the options, which stand where the text has their number:
    [1], [2], … Right ones count, minus wrong ones.
    """

    name = "mark_words"

    def content(self, value, child_ids) -> Content:
        content = super().content(value, child_ids)
        return content | {"text": value["text"], "scoring": MINUS}

    def order(self, content: Content, rng: Random) -> list[str]:
        """As they stand in the text."""
        ids = [option["id"] for option in content["options"]]
        places = [
            piece for piece in pieces_of(content["text"]) if isinstance(piece, int)
        ]
        return [ids[place - 1] for place in places if place <= len(ids)]

    def view(self, content, *, order, answer) -> dict:
        view = super().view(content, order=order, answer=answer)
        shown = {row["id"]: row for row in view["options"]}
        rows = [shown[option["id"]] for option in content["options"]]
        return view | {"pieces": filled(content["text"], "option", rows)}
