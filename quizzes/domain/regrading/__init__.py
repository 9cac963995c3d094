"""Grading answers again, because the key of a question was wrong: looked at first,
decided by a person, carried out in the background, and never at the cost of a pass."""
