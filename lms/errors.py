"""What code raises to tell a person why not."""


class DomainError(Exception):
    """A rule was not met, and the person who asked may know why.

    `message` is already translated and is shown as it stands, so it says what
    happened, what was kept and what to do. `code` is a stable word for tests,
    APIs and clients; it is empty where nobody has to tell the case apart.
    """

    def __init__(self, message: str, *, code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code

    def __str__(self) -> str:
        return str(self.message)


class UnreadableFile(ValueError):  # noqa: N818 -- what it is
    """Nothing can be read of a file; the message is for who gave it."""
