"""Content packages: a manifest and the items it names."""

import posixpath
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import unquote
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 -- a class, whatever its name

from django.utils.translation import gettext as _

from lms.archives import MB, Limits, names_of
from lms.errors import UnreadableFile
from quizzes.interchange.found import MOST_QUESTIONS
from quizzes.interchange.qti.names import common
from quizzes.interchange.xml import parsed

LIMITS = Limits(files=2000, single=8 * MB, total=40 * MB)
MANIFEST = "imsmanifest.xml"
ITEM = "assessmentItem"
# The most bytes of one item's XML: pictures and the like are files of their own.
LARGEST_ITEM = MB


@dataclass
class Entry:
    """An item of a file, or why there is none at its place."""

    place: str
    element: Element | None = None
    trouble: str = ""
    tags: list[str] = field(default_factory=list)
    files: "Files | None" = None
    # Its whole name in the archive.
    path: str = ""


class Files:
    """The files of an archive that is known to be harmless."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.names = names_of(data, LIMITS)

    def read(self, name: str) -> bytes:
        """Raises UnreadableFile."""
        if name not in self.names:
            message = _("“%(name)s” is not in this archive.")
            raise UnreadableFile(message % {"name": name[-80:]})
        try:
            with ZipFile(BytesIO(self.data)) as archive:
                return archive.read(name)
        except (
            BadZipFile,
            OSError,
            ValueError,
            NotImplementedError,
            EOFError,
            ZlibError,
        ) as error:
            message = _("“%(name)s” in this archive cannot be read.")
            raise UnreadableFile(message % {"name": name[-80:]}) from error

    def near(self, place: str, href: str) -> str:
        """The name of a file that another one, at a place, calls so."""
        folder = posixpath.dirname(place)
        return posixpath.normpath(posixpath.join(folder, unquote(href)))


def entries_of(data: bytes) -> list[Entry]:
    """The items of a package, or the one that a file is. Raises UnreadableFile."""
    if not data.startswith(b"PK"):
        return [Entry(ITEM, _item(data))]
    files = Files(data)
    manifests = [name for name in files.names if posixpath.basename(name) == MANIFEST]
    if manifests:
        found = list(_named(files, min(manifests, key=len)))
    else:
        names = [name for name in files.names if name.lower().endswith(".xml")]
        found = [_read(files, name, []) for name in names]
    if not found:
        raise UnreadableFile(_("There is no question in this file."))
    if len(found) > MOST_QUESTIONS:
        message = _("There are more than %(most)d questions in this file.")
        raise UnreadableFile(message % {"most": MOST_QUESTIONS})
    return found


def _named(files: Files, manifest: str):
    root = common(parsed(files.read(manifest)))
    for resource in root.iter("resource"):
        kind = resource.get("type", "").lower()
        href = resource.get("href", "")
        name = files.near(manifest, href)
        if "item" in kind and "qti" in kind:
            words = (
                "".join(keyword.itertext()).strip()
                for keyword in resource.iter("keyword")
            )
            yield _read(files, name, [word for word in words if word])
        elif "qti" in kind:
            message = _("A test and its rules are not taken over, only its questions.")
            yield Entry(name[-120:], trouble=message)


def _read(files: Files, name: str, tags: list[str]) -> Entry:
    try:
        data = files.read(name)
        return Entry(name[-120:], _item(data), tags=tags, files=files, path=name)
    except UnreadableFile as error:
        return Entry(name[-120:], trouble=str(error), tags=tags)


def _item(data: bytes) -> Element:
    if len(data) > LARGEST_ITEM:
        raise UnreadableFile(_("This item is too large."))
    root = common(parsed(data))
    if root.tag == "questestinterop":
        raise UnreadableFile(_("This is QTI 1. Read are 2.0 to 3.0."))
    if root.tag != ITEM:
        raise UnreadableFile(_("This is not an item in QTI."))
    return root
