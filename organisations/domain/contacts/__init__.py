"""Whom people can turn to, when they are open, and what a contact needs to be shown."""
