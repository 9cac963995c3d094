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
    """`correctness` is 0 to 1, or None where nothing is right or wrong, or where a person
    has to say it: then it is `to_be_marked`. Points are the caller's: value ×
    correctness."""

    correctness: float | None
    to_be_marked: bool = False

    @property
    def is_right(self) -> bool:
        return self.correctness == 1


class ExerciseKind:
    """One kind of exercise. Pure: no database, no request, no clock."""

    name: ClassVar[str]
    # The names of its form's fields; one that ends in a hyphen goes on with an id.
    fields: ClassVar[tuple[str, ...]]
    # Whether it can say itself how right an answer is. What is not graded counts for
    # nothing in a quiz, neither in the points nor in what there was to gain, unless it
    # is `marked`: a person says later how right an answer is.
    graded: ClassVar[bool] = True
    marked: ClassVar[bool] = False
    # Whether a quiz may ask it: quizzes take their kinds from ASKED.
    in_quizzes: ClassVar[bool] = True
    # Whether an answer is words or numbers as somebody typed them. What was typed while
    # the page was in one language is graded in each language it has: best_verdict.
    worded: ClassVar[bool] = False
    # Whether a quiz parts an answer from who gave it, and shows it in figures alone.
    pseudonymous: ClassVar[bool] = False
    # Whether the learner takes a way through it, whose steps are addresses of their own
    # (courses.exercises.walking), instead of filling in a form.
    walks: ClassVar[bool] = False
    # What a printed lesson shows of it on its last page; "" for nothing.
    solution_template: ClassVar[str] = ""
    # The static file that makes its form easier to use; "" for none.
    script: ClassVar[str] = ""

    @property
    def counts(self) -> bool:
        """Whether a quiz that asks it gives points for it."""
        return self.graded or self.marked

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

    def example(self, content: Content) -> Answer | None:
        """An answer that is worth everything, to show authors what follows one; None
        where nothing can be made up for the learner, or a draft lacks what is right."""
        return None

    def read_through(self, content: Content, *, order: list[str]) -> dict:
        """What the review template shows to who writes the exercise: as much as learners
        may read after answering."""
        return self.review(content, order=order, answer=self.example(content))

    def pickable(self, content: Content) -> list[dict]:
        """What can be chosen, for those who look at how a question does: rows {"key",
        "text", "correct"}; empty where nothing is chosen from a list."""
        return []

    def picks(self, content: Content, answer: Answer) -> set[str]:
        """Keys of what an answer chose of it."""
        return set()


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
