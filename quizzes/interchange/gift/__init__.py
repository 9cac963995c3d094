"""Moodle's GIFT: questions as plain text."""

from quizzes.interchange.gift.reading import read
from quizzes.interchange.gift.writing import write

__all__ = ["read", "write"]
