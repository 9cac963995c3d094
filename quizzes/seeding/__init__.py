"""Starter question banks: files become questions in every language, and a quiz per
module. Loading again changes nothing."""

from quizzes.seeding.reader import read_banks
from quizzes.seeding.writer import write_banks

__all__ = ["read_banks", "write_banks"]
