"""The protocol every kind of exercise follows, in lessons and in quizzes.

Content is one language of an exercise as a plain dict, such as
`{"kind": "single_choice", "prompt": "…", "feedback": "…", "options": [...]}`.
Ids are the same in all languages, so an answer given in Dutch is graded in English.
"""

from dataclasses import dataclass
from random import Random
from typing import Any, ClassVar

Content = dict[str, Any]
Answer = dict[str, Any]


class InvalidAnswer(ValueError):  # noqa: N818 -- what it is, in the field's words
    """The answer does not fit the exercise: an unknown option, a wrong shape."""


@dataclass(frozen=True)
class Verdict:
    """`correctness` is 0 to 1, or None where nothing is right or wrong. Points are the
    caller's: value × correctness."""

    correctness: float | None

    @property
    def is_right(self) -> bool:
        return self.correctness == 1


class ExerciseKind:
    """One kind of exercise. Pure: no database, no request, no clock."""

    name: ClassVar[str]
    # Whether an answer is right or wrong to some degree. What is not can be practised
    # in lessons and is never asked in a quiz: quizzes take their kinds from GRADED.
    graded: ClassVar[bool] = True
    # Whether the learner takes a way through it, whose steps are addresses of their own
    # (courses.exercises.walking), instead of filling in a form.
    walks: ClassVar[bool] = False
    # What a printed lesson shows of it on its last page; "" for nothing.
    solution_template: ClassVar[str] = ""
    # The static file that makes its form easier to use; "" for none.
    script: ClassVar[str] = ""

    @property
    def form_template(self) -> str:
        return f"courses/exercises/{self.name}/form.html"

    @property
    def review_template(self) -> str:
        return f"courses/exercises/{self.name}/review.html"

    def content(self, value, child_ids) -> Content:
        """Content from a Wagtail block value; `child_ids(name)` gives the ids of the
        items of the list called `name`."""
        raise NotImplementedError

    def structure(self, content: Content) -> Any:
        """What must be equal in all languages: ids and what is right."""
        raise NotImplementedError

    def order(self, content: Content, rng: Random) -> list[str]:
        """Ids in the order in which they are shown, drawn with `rng`."""
        raise NotImplementedError

    def read(self, content: Content, data) -> Answer | None:
        """The answer in a posted form (a QueryDict); None when nothing was answered.

        Raises InvalidAnswer for ids that the exercise does not have."""
        raise NotImplementedError

    def clean(self, content: Content, payload: Any) -> Answer:
        """An answer from a client's JSON, checked. Raises InvalidAnswer."""
        raise NotImplementedError

    def is_complete(self, content: Content, answer: Answer | None) -> bool:
        """Whether every part has been answered."""
        return bool(answer)

    def grade(self, content: Content, answer: Answer | None) -> Verdict:
        """How right the answer is. No answer is 0."""
        raise NotImplementedError

    def view(
        self, content: Content, *, order: list[str], answer: Answer | None
    ) -> dict:
        """What the form template shows, in `order`, without saying what is right."""
        raise NotImplementedError

    def review(
        self, content: Content, *, order: list[str], answer: Answer | None
    ) -> dict:
        """What the review template shows: the answer given and the better one."""
        raise NotImplementedError


def in_order(rows: list[dict], order: list[str]) -> list[dict]:
    """Rows in the order of ids; rows that `order` does not name come last."""
    place = {row_id: n for n, row_id in enumerate(order)}
    return sorted(rows, key=lambda row: place.get(row["id"], len(place)))


def only_strings(mapping: Any) -> dict[str, str]:
    if not isinstance(mapping, dict) or not all(
        isinstance(k, str) and isinstance(v, str) for k, v in mapping.items()
    ):
        raise InvalidAnswer
    return mapping
