"""Texts of files as the plain text that exercises have, and back.

Nothing of a text ever runs: exercises hold plain text, and markup is reduced to it.
"""

import re
from html import unescape
from html.parser import HTMLParser

import markdown
from django.utils.translation import gettext as _

from lms.digits import whole_number
from lms.encodings import only_text
from lms.errors import UnreadableFile
from quizzes.interchange.found import LONGEST, Found

BLOCKS = frozenset({"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "br"})
_IMAGES = frozenset({"img", "svg", "picture", "object", "embed"})
_MEDIA = frozenset({"audio", "video", "iframe"})
_SCRIPTS = frozenset({"script", "style"})
_FORM = frozenset({"ul", "ol", "li", "table", "sub", "sup", "a", "pre"})
_MARKUP = re.compile(r"<[a-zA-Z!/]|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
_JOINT = "\n\n"


def cleaned(text: str) -> str:
    """The same without blanks around it."""
    return only_text(text).strip()


def plain(text: str, form: str, found: Found) -> str:
    """A text in a form (plain, html, markdown, moodle) as plain text; what it loses by
    that is noted at `found`."""
    if len(text) > LONGEST:
        found.stop(_("A text of it is longer than %(most)d signs.") % {"most": LONGEST})
        return ""
    if form == "markdown":
        text = markdown.markdown(text)
    if form == "plain" or (form == "moodle" and not _MARKUP.search(text)):
        return cleaned(text)
    return cleaned(_without_markup(text, found))


def _without_markup(html: str, found: Found) -> str:
    # Inside: of all who load the formats, few read a file.
    import nh3  # noqa: PLC0415

    seen = _Seen()
    seen.feed(html)
    seen.close()
    for image in seen.images:
        found.lose(_("The image “%(name)s” is not taken over.") % {"name": image})
    if seen.tags & _MEDIA:
        found.lose(_("Sound and film are not taken over."))
    if seen.tags & _SCRIPTS:
        found.lose(_("A script or a style is not taken over."))
    if seen.tags & _FORM:
        found.lose(_("Links, lists and tables are taken over as plain text."))
    kept = nh3.clean(html, tags=set(BLOCKS), attributes={}, link_rel=None)
    kept = re.sub(r"\s+", " ", kept)
    kept = re.sub(r" ?<br> ?", "\n", kept)
    kept = re.sub(r" ?</(?:p|div|h[1-6])> ?", "\n\n", kept)
    kept = re.sub(r" ?</(?:li|tr)> ?", "\n", kept)
    kept = unescape(re.sub(r" ?<[^>]*> ?", "", kept))
    if "".join(kept.split()) != "".join("".join(seen.said).split()):
        found.lose(_("Some of its markup could not be read and is left out."))
    return re.sub(r"\n{3,}", "\n\n", kept)


class _Seen(HTMLParser):
    """Which tags, images and words a text has."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.images: list[str] = []
        self.said: list[str] = []

    def handle_data(self, data):
        # Within a script or a style.
        if self.cdata_elem is None:
            self.said.append(data)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag in _IMAGES:
            given = dict(attrs)
            source = given.get("src") or given.get("data") or tag
            self.images.append(source.rsplit("/", 1)[-1][:80])


def joined(prompt: str, text: str, labels: dict[str, str]) -> str:
    """A prompt and a text as one text; `labels` then say where the text begins."""
    labels["prompt"] = str(len(prompt))
    return f"{prompt}{_JOINT}{text}"


def parted(whole: str, labels: dict[str, str]) -> tuple[str, str]:
    """(prompt, text) of what was joined; at the first empty line where nothing says
    where."""
    at = whole_number(labels.get("prompt", ""), digits=6)
    if at is not None and whole[at:].startswith(_JOINT):
        return whole[:at], whole[at:].removeprefix(_JOINT)
    prompt, found, text = whole.partition(_JOINT)
    return (prompt, text.strip()) if found else ("", whole)


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8. Raises UnreadableFile."""
    try:
        return only_text(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        message = _("This file is not in UTF-8. Save it with that encoding.")
        raise UnreadableFile(message) from error
