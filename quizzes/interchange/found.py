"""A question outside any format and outside the database, and what is wrong with it."""

from dataclasses import dataclass, field

from quizzes.interchange.shapes import Shape

# So many questions are read of a file, and so many characters of one text.
MOST_QUESTIONS = 500
LONGEST = 20_000


@dataclass(frozen=True)
class Problem:
    """`stops`: the question cannot be taken over. Else it can, without what the message
    names. `place` is a line, a row or the id of an item."""

    place: str
    question: str
    message: str
    stops: bool

    def as_json(self) -> dict:
        return {
            "place": self.place,
            "question": self.question,
            "message": self.message,
            "stops": self.stops,
        }


@dataclass
class Found:
    """A question as a file has it, or is to have it.

    `labels` are the settings that a format has no words for, such as the kind; formats
    keep them as tags. `key` is "" where a file gives none.
    """

    place: str
    key: str = ""
    title: str = ""
    prompt: str = ""
    feedback: str = ""
    shape: Shape | None = None
    labels: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.key or self.title

    @property
    def stopped(self) -> bool:
        return any(problem.stops for problem in self.problems)

    def stop(self, message: str, *, place: str = "") -> None:
        """Say why it cannot be taken over; at a place of its own, or the question's."""
        self._add(message, place, stops=True)

    def lose(self, message: str, *, place: str = "") -> None:
        """Say what is not taken over of it; each once."""
        self._add(message, place, stops=False)

    def _add(self, message: str, place: str, *, stops: bool) -> None:
        problem = Problem(place or self.place, self.name[:120], str(message), stops)
        if problem not in self.problems:
            self.problems.append(problem)
