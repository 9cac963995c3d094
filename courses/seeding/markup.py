"""Markdown of lessons: prose in Wagtail's dialect of HTML, and fenced blocks.

A fence opens with `::: type argument` and closes with `:::`. A lead holds a sentence;
a callout, whose argument is its kind, holds text; what is in SHOWN has the key of what
it shows, and holds nothing. What has parts is told in structures.py.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import markdown
from bs4 import BeautifulSoup, NavigableString

from courses.seeding.keys import SHOWN_KINDS
from courses.seeding.problems import NotAllowedError, Problems
from courses.seeding.structures import STRUCTURES

BLOCK_TAGS = frozenset({"h2", "h3", "p", "ul", "ol", "li"})
INLINE_TAGS = frozenset({"b", "i", "a"})
PROSE_TAGS = BLOCK_TAGS | INLINE_TAGS
CASE_TAGS = PROSE_TAGS - {"h2", "h3"}
CALLOUT_TAGS = INLINE_TAGS | {"p"}
# Blocks that show something by its key.
SHOWN = frozenset({"fact", "vignette", "statement", "exercise", *SHOWN_KINDS})
CALLOUTS = frozenset({"remember", "caution", "practice"})
_RENAMED = {"strong": "b", "em": "i"}
_FENCE = re.compile(r":::\s*(?P<type>\w+)?\s*(?P<argument>\S+)?\s*")


@dataclass(frozen=True)
class Segment:
    """A block of a lesson before it is one: `text` is HTML in prose, callouts and what
    has parts, plain in a lead, and empty where `argument` names what is shown."""

    type: str
    argument: str
    text: str
    line: int

    @property
    def outline(self) -> tuple:
        """What must be equal in all languages."""
        return (self.type, self.argument, *outline_of(self.text))


@dataclass(frozen=True)
class LessonText:
    path: Path
    title: str
    segments: tuple[Segment, ...]


def to_html(text: str, allowed: frozenset[str] = PROSE_TAGS) -> str:
    """Markdown as the HTML that Wagtail keeps. Raises NotAllowedError for other tags."""
    soup = BeautifulSoup(markdown.markdown(text.strip()), "html.parser")
    for element in soup.find_all(True):
        element.name = _RENAMED.get(element.name, element.name)
        if element.name == "p" and element.parent.name == "li":
            element.unwrap()
        elif element.name not in allowed:
            raise NotAllowedError(f"<{element.name}> is not allowed here")
        elif element.name == "a":
            href = element.get("href", "")
            if urlsplit(href).scheme not in {"http", "https", "mailto"}:
                raise NotAllowedError(f"the link “{href}” must begin with https://")
            element.attrs = {"href": href}
    soup.smooth()
    for string in list(soup.find_all(string=True)):
        string.replace_with(NavigableString(_flowing(string)))
    return str(soup)


def _flowing(string: NavigableString) -> str:
    """A text without the line breaks that Markdown has for the eye only."""
    parent = string.parent
    if parent.name in {"ul", "ol", "[document]"}:
        return ""
    text = re.sub(r"\s*\n\s*", " ", string)
    if parent.name in BLOCK_TAGS:
        text = text.lstrip() if parent.contents[0] is string else text
        text = text.rstrip() if parent.contents[-1] is string else text
    return text


def outline_of(html: str) -> tuple[str, ...]:
    """The block tags of HTML in their order: what languages must have in common."""
    soup = BeautifulSoup(html, "html.parser")
    return tuple(tag.name for tag in soup.find_all(BLOCK_TAGS))


def read_lesson(path: Path, problems: Problems) -> LessonText | None:
    """A lesson's file; None, with problems noted, when it cannot be read."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        problems.add(path, "file", "does not exist")
        return None
    parts = re.split(r"(?m)^\+\+\+\s*$", text, maxsplit=2)
    if len(parts) != 3 or parts[0].strip():
        problems.add(path, "line 1", "front matter between +++ lines is missing")
        return None
    try:
        title = str(tomllib.loads(parts[1]).get("title", "")).strip()
    except tomllib.TOMLDecodeError as error:
        problems.add(path, "front matter", str(error))
        return None
    if not title:
        problems.add(path, "title", "is missing")
    first_line = text.count("\n", 0, len(text) - len(parts[2])) + 1
    segments = _Segments(path, problems)
    segments.read(parts[2].split("\n"), first_line)
    return LessonText(path, title, tuple(segments.found))


class _Segments:
    def __init__(self, path: Path, problems: Problems) -> None:
        self.path = path
        self.problems = problems
        self.found: list[Segment] = []

    def read(self, lines: list[str], first_line: int) -> None:
        prose: list[str] = []
        prose_line, fence, inside = first_line, None, []
        for number, line in enumerate(lines, start=first_line):
            if not line.startswith(":::"):
                if fence is None and not prose:
                    if not line.strip():
                        continue
                    prose_line = number
                (prose if fence is None else inside).append(line)
                continue
            match = _FENCE.fullmatch(line)
            if fence is None and match and match["type"]:
                self._prose(prose, prose_line)
                prose = []
                fence, inside = (match["type"], match["argument"] or "", number), []
            elif fence is not None and line.strip() == ":::":
                self._fenced(*fence, "\n".join(inside).strip())
                fence = None
            else:
                self.problems.add(self.path, f"line {number}", f"unexpected “{line}”")
        if fence is not None:
            self.problems.add(self.path, f"line {fence[2]}", "the block is not closed")
        self._prose(prose, prose_line)

    def _prose(self, lines: list[str], line: int) -> None:
        if text := "\n".join(lines).strip():
            self._add("prose", "", self._html(text, PROSE_TAGS, line), line)

    def _fenced(self, kind: str, argument: str, line: int, text: str) -> None:
        where = f"line {line}"
        if kind == "lead":
            if not text or argument:
                self.problems.add(self.path, where, "a lead needs text, and no more")
            self._add(kind, "", " ".join(text.split()), line)
        elif kind == "callout":
            if argument not in CALLOUTS or not text:
                self.problems.add(
                    self.path,
                    where,
                    "a callout needs a text and one of these kinds: "
                    + ", ".join(sorted(CALLOUTS)),
                )
            self._add(kind, argument, self._html(text, CALLOUT_TAGS, line), line)
        elif kind in SHOWN:
            if not argument or text:
                self.problems.add(
                    self.path, where, f"“{kind}” needs a key, and no text"
                )
            self._add(kind, argument, "", line)
        elif kind in STRUCTURES:
            html = self._html(text, PROSE_TAGS, line)
            self._add(kind, argument, html, line)
            try:
                STRUCTURES[kind](html, argument, lambda *_names: "")
            except NotAllowedError as error:
                self.problems.add(self.path, where, str(error))
        else:
            self.problems.add(self.path, where, f"there is no block “{kind}”")

    def _add(self, kind: str, argument: str, text: str, line: int) -> None:
        self.found.append(Segment(kind, argument, text, line))

    def _html(self, text: str, allowed: frozenset[str], line: int) -> str:
        try:
            return to_html(text, allowed)
        except NotAllowedError as error:
            self.problems.add(self.path, f"line {line}", str(error))
            return ""
