"""The vocabularies that credentials are written in, kept here word for word.

`credentials-v2.json` is W3C's, `open-badges-3.0.3.json` is 1EdTech's; their licences
are beside them. What is signed depends on every word of these files, so nothing is
ever fetched, and no file is ever changed: a newer version is a new file.
"""

import json
from functools import cache
from pathlib import Path

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
FILES = {
    CREDENTIALS: "credentials-v2.json",
    OPEN_BADGES: "open-badges-3.0.3.json",
}


class NotKept(LookupError):  # noqa: N818 -- says what of the address
    """A vocabulary that is not among ours; the network is never asked."""


@cache
def context(address: str) -> dict:
    """The vocabulary at an address. Raises NotKept for any other than ours."""
    if address not in FILES:
        raise NotKept(address)
    path = Path(__file__).with_name(FILES[address])
    return json.loads(path.read_text(encoding="utf-8"))
