"""What somebody who has learnt the course would answer, from the starter content."""

import tomllib
from functools import cache
from pathlib import Path

SEED = Path(__file__).resolve().parents[2] / "quizzes" / "seed"
COURSE = "frontline-prevention-basic"


@cache
def questions(language: str) -> dict[str, dict]:
    """Question by its text in a language."""
    return {
        question["prompt"][language]: question
        for path in sorted((SEED / COURSE).glob("*.toml"))
        for question in tomllib.loads(path.read_text())["question"]
    }


def right_choices(question: dict, language: str) -> list[str]:
    """Texts of the right options of a question where one chooses."""
    return [one[language] for one in question["options"] if one["correct"]]
