"""Numbers that come in as text, from wherever."""


def whole_number(text: str, *, digits: int) -> int | None:
    """The number that at most so many plain digits write; None for any other text, one
    with a sign or with thousands of digits, which Python refuses to read, among them."""
    fits = 0 < len(text) <= digits and text.isascii() and text.isdecimal()
    return int(text) if fits else None
