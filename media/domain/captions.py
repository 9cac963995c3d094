"""Captions in WebVTT: read and judged before anybody sees them.

A browser is silent about captions that are wrong: it leaves out a cue, or all of them.
What is said here is for the author, with the number of the cue.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

# Two cues may overlap by what tools round; longer, and one covers the other.
OVERLAP = 500
# A last cue may outlast the recording by as much.
BEYOND = 1000
MOST_TOLD = 10
LARGEST = 1024 * 1024

_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMES = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t].*)?")
_TAG = re.compile(r"<[^>]*>")
_ASIDE = ("NOTE", "STYLE", "REGION")


@dataclass(frozen=True)
class Cue:
    """`start` and `end` are in milliseconds; `end` is None when the times cannot be
    read. `number` counts cues from 1."""

    number: int
    start: int
    end: int | None
    text: str


def cues_of(text: str) -> list[Cue]:
    """The cues of a WebVTT file, as they stand. Raises ValueError without its header."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    head, *blocks = re.split(r"\n{2,}", lines.strip("\n"))
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", head.split("\n")[0]):
        raise ValueError("no WEBVTT header")
    cues: list[Cue] = []
    for block in blocks:
        rows = block.strip("\n").split("\n")
        if rows[0].split(" ")[0] in _ASIDE and "-->" not in rows[0]:
            continue
        cues.append(_cue(len(cues) + 1, rows))
    return cues


def _cue(number: int, rows: list[str]) -> Cue:
    if "-->" not in rows[0]:
        rows = rows[1:]  # A name stands above the times.
    match = _TIMES.fullmatch(rows[0].strip()) if rows else None
    text = " ".join(_TAG.sub("", " ".join(rows[1:])).split())
    if match is None:
        return Cue(number, 0, None, text)
    return Cue(number, _moment(match.groups()[:4]), _moment(match.groups()[4:]), text)


def _moment(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def caption_problems(data: bytes, *, seconds: int = 0) -> list[str]:
    """What is wrong with a caption file, in sentences; empty when nothing is.

    `seconds` is the length of the recording, 0 when it is not known. After ten problems
    the rest is not told: they often have one cause.
    """
    if len(data) > LARGEST:
        return [_("This is too large for captions.")]
    try:
        cues = cues_of(data.decode("utf-8"))
    except UnicodeDecodeError:
        return [_("The captions are not in UTF-8. Save them again as WebVTT, UTF-8.")]
    except ValueError:
        return [_("This is not WebVTT: the first line must be “WEBVTT”.")]
    if not cues:
        return [_("There is no caption in this file.")]
    return list(_problems(cues, seconds * 1000))[:MOST_TOLD]


def _problems(cues: list[Cue], length: int) -> Iterator[str]:
    before: Cue | None = None
    for cue in cues:
        if not cue.text:
            yield _("Caption %(number)s has no text.") % {"number": cue.number}
        if cue.end is None:
            yield (
                _(
                    "The times of caption %(number)s cannot be read. They look like "
                    "00:01.000 --> 00:04.000."
                )
                % {"number": cue.number}
            )
            continue
        yield from _time_problems(cue, before, length)
        before = cue


def _time_problems(cue: Cue, before: Cue | None, length: int) -> Iterator[str]:
    named = {"number": cue.number, "before": before.number if before else 0}
    if cue.end <= cue.start:
        yield _("Caption %(number)s ends before it begins.") % named
    if before is not None and cue.start < before.start:
        yield _("Caption %(number)s begins before caption %(before)s.") % named
    elif before is not None and cue.start < before.end - OVERLAP:
        yield (
            _("Caption %(number)s begins while caption %(before)s is still shown.")
            % named
        )
    if length and cue.end > length + BEYOND:
        yield _("Caption %(number)s lies beyond the end of the recording.") % named
