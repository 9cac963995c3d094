"""Archives of others, opened without what an archive can do to its reader."""

import stat
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from lms.errors import UnreadableFile

MB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """The most that an archive may hold, unpacked. `ratio` is how many times its size a
    file may have been packed; small files are not asked."""

    files: int
    single: int
    total: int
    ratio: int = 200
    small: int = MB


def names_of(data: bytes, limits: Limits) -> list[str]:
    """The files in an archive, once it is known to be harmless; nothing is unpacked.
    Raises UnreadableFile.

    What it says of its sizes is what can be read of it: no reader goes further.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableFile(_("This archive cannot be opened.")) from error
    files = [entry for entry in entries if not entry.is_dir()]
    _check_sizes(files, limits)
    for entry in entries:
        _check_place(entry)
    names = [entry.filename for entry in files]
    if len(set(names)) < len(names):
        raise UnreadableFile(_("This archive holds two files of one name."))
    return names


def _check_sizes(files: list[ZipInfo], limits: Limits) -> None:
    if len(files) > limits.files:
        message = _("This archive holds more than %(most)d files.")
        raise UnreadableFile(message % {"most": limits.files})
    for entry in files:
        packed = entry.file_size > limits.ratio * max(entry.compress_size, 1)
        if entry.file_size > limits.single or (
            packed and entry.file_size > limits.small
        ):
            message = _("“%(name)s” in this archive is too large.")
            raise UnreadableFile(message % {"name": entry.filename[-80:]})
    if sum(entry.file_size for entry in files) > limits.total:
        message = _("What this archive holds is larger than %(most)d MB.")
        raise UnreadableFile(message % {"most": limits.total // MB})


def _check_place(entry: ZipInfo) -> None:
    """A place within the archive, and no way out of it."""
    name = entry.filename.replace("\\", "/")
    is_outside = name.startswith("/") or ":" in name or ".." in name.split("/")
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    if is_outside or is_link:
        message = _("“%(name)s” in this archive leads out of it, which is refused.")
        raise UnreadableFile(message % {"name": entry.filename[-80:]})
    if entry.flag_bits & 0x1:
        raise UnreadableFile(_("This archive is locked with a password."))
