"""IMS QTI: items of 2.1, 2.2 and 3.0, one alone or a package of them.

It is loaded with the first file: few processes ever see one.
"""

from quizzes.interchange.found import Found


def read(data: bytes) -> list[Found]:
    """The questions of a file. Raises UnreadableFile."""
    # Inside: see above.
    from quizzes.interchange.qti import reading  # noqa: PLC0415

    return reading.read(data)


def write(questions: list[Found]) -> bytes:
    """The questions as a file of 2.1. What it cannot hold is noted at each."""
    # Inside: see above.
    from quizzes.interchange.qti import writing  # noqa: PLC0415

    return writing.write(questions)


def write_3(questions: list[Found]) -> bytes:
    """The questions as a file of 3.0. What it cannot hold is noted at each."""
    # Inside: see above.
    from quizzes.interchange.qti import writing  # noqa: PLC0415

    return writing.write_3(questions)


__all__ = ["read", "write", "write_3"]
