"""Moodle XML: one element for each question.

It is loaded with the first file: few processes ever see one.
"""

from quizzes.interchange.found import Found


def read(data: bytes) -> list[Found]:
    """The questions of a file. Raises UnreadableFile."""
    # Inside: see above.
    from quizzes.interchange.moodle import reading  # noqa: PLC0415

    return reading.read(data)


def write(questions: list[Found]) -> bytes:
    """The questions as a file. What it cannot hold is noted at each."""
    # Inside: see above.
    from quizzes.interchange.moodle import writing  # noqa: PLC0415

    return writing.write(questions)


__all__ = ["read", "write"]
