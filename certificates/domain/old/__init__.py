"""Completions from before Relay, brought as a list and decided on by a second person."""
