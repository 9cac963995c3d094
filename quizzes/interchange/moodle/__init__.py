"""Moodle XML: one element for each question."""

from quizzes.interchange.moodle.reading import read
from quizzes.interchange.moodle.writing import write

__all__ = ["read", "write"]
