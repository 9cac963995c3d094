from random import Random

from django.utils.translation import gettext as _

from courses.exercises.base import Content
from courses.exercises.single_choice import SingleChoice


class TrueFalse(SingleChoice):
    """A statement that holds or does not. An answer is {"choice": "true"|"false"}."""

    name = "true_false"

    @property
    def form_template(self) -> str:
        return "courses/exercises/single_choice/form.html"

    @property
    def review_template(self) -> str:
        return "courses/exercises/single_choice/review.html"

    def content(self, value, child_ids) -> Content:
        holds = value["answer"] == "true"
        return {
            "kind": self.name,
            "prompt": value["prompt"],
            "feedback": value["feedback"],
            "options": [
                {"id": "true", "text": _("True"), "correct": holds, "feedback": ""},
                {
                    "id": "false",
                    "text": _("Not true"),
                    "correct": not holds,
                    "feedback": "",
                },
            ],
        }

    def order(self, content: Content, rng: Random) -> list[str]:
        # People expect "true" first; shuffling would only trip them up.
        return ["true", "false"]
