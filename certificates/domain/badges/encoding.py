"""How bytes are written in credentials and keys."""

import base64

# Without what looks alike on paper: 0, O, I and l.
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def base64url(content: bytes) -> str:
    """As in tokens and status lists: without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def base58(content: bytes) -> str:
    """As in proofs and public keys; a leading zero byte is a leading 1."""
    number, written = int.from_bytes(content, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        written = BASE58[rest] + written
    zeros = len(content) - len(content.lstrip(b"\0"))
    return BASE58[0] * zeros + written
