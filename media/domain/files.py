"""What an uploaded recording may be: not too large, and what its name says."""

from collections.abc import Callable

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

VIDEO = frozenset({"mp4", "webm"})
SOUND = frozenset({"mp3", "m4a", "ogg"})
ENOUGH = 16


def _is_iso(head: bytes) -> bool:
    return head[4:8] == b"ftyp"


def _is_mp3(head: bytes) -> bool:
    # With a tag in front, or with the first eleven bits of a frame set.
    return head[:3] == b"ID3" or (head[:1] == b"\xff" and head[1:2] >= b"\xe0")


_SIGNS: dict[str, Callable[[bytes], bool]] = {
    "mp4": _is_iso,
    "m4a": _is_iso,
    "webm": lambda head: head[:4] == b"\x1a\x45\xdf\xa3",
    "mp3": _is_mp3,
    "ogg": lambda head: head[:4] == b"OggS",
}


def extension_of(name: str) -> str:
    return name.rpartition(".")[2].lower()


def most_bytes() -> int:
    """The largest recording that may be uploaded."""
    return settings.RELAY_RECORDING_MAX_BYTES


def size_problem(size: int) -> str:
    """Why a recording of this size is not taken; "" when it is."""
    if size <= most_bytes():
        return ""
    return _(
        "This file has %(size)s; the most is %(most)s. Make it smaller, for example "
        "with less definition, or cut it into parts. Nothing was kept of it."
    ) % {"size": filesizeformat(size), "most": filesizeformat(most_bytes())}


def kind_problem(name: str, head: bytes) -> str:
    """Why a file that begins like this is not what its name says; "" when it is, and
    for a name whose kind is not known here."""
    extension = extension_of(name)
    sign = _SIGNS.get(extension)
    if sign is None or sign(head):
        return ""
    return _(
        "The name says “%(extension)s”, but what is in this file is something else."
    ) % {"extension": extension}
