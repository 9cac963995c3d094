"""Keys that come in as text, from wherever."""

from uuid import UUID


def key_of(text: str) -> UUID | None:
    """The key that a text writes; None for any other text."""
    try:
        return UUID(text)
    except ValueError:
        return None
