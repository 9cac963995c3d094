"""What is said differently in one activity: block by block, word by word."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from courses.domain.block_labels import label_of
from courses.domain.editions.difference import Fate, moved_of

# What is compared word by word at most; longer texts sentence by sentence.
MOST_WORDS = 1500
WORDS = re.compile(r"\s+|[^\s]+")
SENTENCES = re.compile(r".*?[.!?…]\s+|.+$", re.DOTALL)
# Tags after which a new line of text begins.
ENDS = re.compile(
    r"</(?:p|li|h[1-6]|dt|dd|div|tr|figcaption|summary|legend|label)>|<br\s*/?>"
)
# Of an exercise: not for reading.
UNSEEN = {"id", "kind", "place"}


@dataclass(frozen=True)
class Run:
    """Some words: on both sides ("same"), only before ("removed") or only now."""

    kind: str
    text: str


@dataclass(frozen=True)
class BlockChange:
    """One block that differs. `type` is its block type, "" for an activity without.

    Where no word differs, something does that is not read: a picture, a link.
    """

    fate: Fate
    type: str
    is_moved: bool
    runs: tuple[Run, ...]

    @property
    def label(self) -> str:
        return label_of(self.type)

    @property
    def has_same_words(self) -> bool:
        return all(run.kind == "same" for run in self.runs)


def changed_blocks(old: dict | None, new: dict | None) -> list[BlockChange]:
    """The blocks that differ between two contents of an activity in one language, in
    the new order, the removed ones after them. None: it is not there."""
    before, now = _blocks(old), _blocks(new)
    moved = moved_of(list(before), list(now))
    changes = []
    for key, segment in now.items():
        is_moved = key in moved
        if key not in before:
            changes.append(_alone(Fate.ADDED, segment))
        elif is_moved or segment != before[key]:
            runs = compared(text_of(before[key]), text_of(segment))
            changes.append(
                BlockChange(Fate.CHANGED, segment["type"], is_moved, tuple(runs))
            )
    return changes + [
        _alone(Fate.REMOVED, segment)
        for key, segment in before.items()
        if key not in now
    ]


def _alone(fate: Fate, segment: dict) -> BlockChange:
    return BlockChange(
        fate, segment["type"], False, (Run(str(fate), text_of(segment)),)
    )


def compared(old: str, new: str) -> list[Run]:
    """Two texts as runs of words."""
    before, now = WORDS.findall(old), WORDS.findall(new)
    if max(len(before), len(now)) > MOST_WORDS:
        before, now = SENTENCES.findall(old), SENTENCES.findall(new)
    runs = []
    matcher = SequenceMatcher(None, before, now, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            runs.append(Run("same", "".join(now[c:d])))
            continue
        if b > a:
            runs.append(Run("removed", "".join(before[a:b])))
        if d > c:
            runs.append(Run("added", "".join(now[c:d])))
    return runs


def _blocks(data: dict | None) -> dict[str, dict]:
    """{block id: segment} of a content; one for what has no blocks."""
    if data is None:
        return {}
    if "segments" not in data:
        return {"": {"type": "", "html": data.get("plain", "")}}
    return {segment["id"]: segment for segment in data["segments"]}


def text_of(segment: dict) -> str:
    """A block as lines of text: of an exercise all it asks and says, with what is
    right; a form shows only half of it."""
    if "exercise" in segment:
        return "\n".join(_said(segment["exercise"]["content"]))
    text = strip_tags(ENDS.sub("\n", segment["html"]))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(filter(None, lines))


def _said(value) -> Iterable[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in UNSEEN:
                yield from _said_as(name, inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _said(inner)
    elif isinstance(value, str) and value:
        yield value


def _said_as(name: str, value) -> Iterable[str]:
    if name == "correct":
        yield _("right") if value else _("wrong")
    else:
        yield from _said(value)
