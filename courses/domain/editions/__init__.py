"""Editions of a course: what the next one would hold, and releasing it."""
