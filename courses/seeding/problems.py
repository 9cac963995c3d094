"""What is wrong in the files, all of it at once, each with its place."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Problem:
    """`where` is a key such as "question[cl1-q01].prompt.nl", or "line 12"."""

    path: Path
    where: str
    message: str

    def __str__(self) -> str:
        place = f"{self.path.parent.name}/{self.path.name}"
        return f"{place}, {self.where}: {self.message}"


class NotAllowedError(ValueError):
    """The Markdown holds something that lessons do not have."""


class SeedError(Exception):
    """The files cannot be loaded; `problems` says where and why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class Problems:
    """Collects problems, so that an author can mend them all in one go."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, path: Path, where: str, message: str) -> None:
        self.found.append(Problem(path, where, message))

    def raise_if_any(self) -> None:
        if self.found:
            raise SeedError(self.found)
