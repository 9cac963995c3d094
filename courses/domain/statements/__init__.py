"""Statements of a profession: accepting them, and what is missing for a certificate."""
