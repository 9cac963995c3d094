"""What files of questions have in common: a few shapes, whatever a format calls them.

Formats read and write shapes; the kinds of exercise turn into them and come out of them
(quizzes.interchange.kinds). So a new kind, or a new format, is written once.
"""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class Option:
    """`worth` is in percent and may be below nothing."""

    text: str
    worth: Decimal
    feedback: str = ""

    @property
    def is_right(self) -> bool:
        return self.worth > 0


@dataclass(frozen=True)
class Choice:
    options: tuple[Option, ...]
    multiple: bool


@dataclass(frozen=True)
class Statement:
    holds: bool


@dataclass(frozen=True)
class Pair:
    left: str
    right: str
    feedback: str = ""


@dataclass(frozen=True)
class Match:
    """`rights` are all that something may belong to, also what nothing does."""

    pairs: tuple[Pair, ...]
    rights: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    text: str
    when: str = ""
    feedback: str = ""


@dataclass(frozen=True)
class Order:
    """In the right order."""

    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Number:
    """`near` is how far off it may be; in percent of it where `relative`."""

    value: Decimal
    near: Decimal
    worth: Decimal
    feedback: str = ""
    relative: bool = False

    @property
    def distance(self) -> Decimal:
        """How far off it may be, as a number."""
        return self.near * abs(self.value) / 100 if self.relative else self.near


@dataclass(frozen=True)
class Unit:
    """`factor`: how many make one of the first."""

    name: str
    factor: Decimal


@dataclass(frozen=True)
class Numbers:
    numbers: tuple[Number, ...]
    units: tuple[Unit, ...] = ()


@dataclass(frozen=True)
class Accepted:
    """What is taken for an answer; * stands for any characters, \\* for itself."""

    pattern: str
    worth: Decimal = Decimal(100)
    feedback: str = ""


@dataclass(frozen=True)
class Words:
    accepted: tuple[Accepted, ...]


@dataclass(frozen=True)
class Gap:
    """`patterns` as in Accepted; with `wrong` choices it is a menu, in which the first of `patterns` is right."""

    patterns: tuple[str, ...]
    wrong: tuple[str, ...] = ()
    feedback: str = ""


@dataclass(frozen=True)
class Gaps:
    """`text` has [1], [2], … where the gaps are."""

    text: str
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class Marked:
    """`text` has [1], [2], … where the options stand that can be marked."""

    text: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Scale:
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Essay:
    """A text of one's own, marked by a person. `rubric` holds (what, points, full);
    `has_levels` says that more was told of it, which no file holds."""

    rubric: tuple[tuple[str, int, str], ...] = ()
    least: int = 0
    most: int = 0
    has_levels: bool = False


@dataclass(frozen=True)
class Picture:
    """An image with what stands in its place, and whose it is where that is known."""

    # A file may have another name for it.
    name: str = field(compare=False)
    data: bytes
    alt: str
    holder: str = ""
    licence: str = ""


@dataclass(frozen=True)
class Area:
    """`form` and `area` as in courses.exercises.hotspot.areas."""

    text: str
    correct: bool
    feedback: str
    form: str
    area: str


@dataclass(frozen=True)
class Areas:
    picture: Picture | None
    areas: tuple[Area, ...]


Shape = (
    Choice
    | Statement
    | Match
    | Order
    | Numbers
    | Words
    | Gaps
    | Marked
    | Scale
    | Essay
    | Areas
)
