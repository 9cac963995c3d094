"""IMS QTI: items of 2.1, 2.2 and 3.0, one alone or a package of them."""

from quizzes.interchange.qti.reading import read
from quizzes.interchange.qti.writing import write, write_3

__all__ = ["read", "write", "write_3"]
