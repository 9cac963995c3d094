"""Reminders of what is asked: who is to be told what, when, and what was sent."""
