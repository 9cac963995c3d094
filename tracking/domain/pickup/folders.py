"""The folder of an organisation in the private storage: a directory of this server, or
part of the bucket. Nobody types an address: it follows from the organisation's code."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.base import ContentFile

from lms.storage import private_storage
from lms.tables import MOST_BYTES
from organisations.models import Organisation

INBOX, DONE, FAILED = "inbox", "done", "failed"
# A file that somebody is still writing is left alone.
AT_REST = timedelta(minutes=2)
# What programs call a file until it is whole.
UNFINISHED = (".tmp", ".part", ".partial", ".filepart", ".crdownload", "~")
MOST_NAME = 200


@dataclass(frozen=True)
class Found:
    """A file in a folder; `data` is None for one that is too large to be read."""

    name: str
    path: str
    size: int
    data: bytes | None


def folder_of(organisation: Organisation) -> str:
    """Where its lists are put, within the private storage."""
    return f"{INBOX}/{organisation.code}"


def files_in(
    organisation: Organisation, *, most: int, now: datetime
) -> Iterator[Found]:
    """At most so many files that lie in its folder and are whole, by name."""
    storage, folder = private_storage(), folder_of(organisation)
    try:
        _folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    taken = 0
    for name in sorted(names):
        path = f"{folder}/{name}"
        if not _is_whole(storage, name, path, now):
            continue
        taken += 1
        if taken > most:
            return
        size = storage.size(path)
        data = None
        if size <= MOST_BYTES:
            with storage.open(path, "rb") as file:
                data = file.read()
        yield Found(name, path, size, data)


def move(found: Found, organisation: Organisation, where: str, *, reason="") -> str:
    """Put a file into `done` or `failed`, with the reason beside it; returns its place."""
    storage, folder = private_storage(), f"{folder_of(organisation)}/{where}"
    # Where a file of that name lies already, the storage finds another one.
    place = storage.save(f"{folder}/{found.name}", ContentFile(found.data or b""))
    if reason:
        storage.save(f"{place}.reason.txt", ContentFile(reason.encode()))
    storage.delete(found.path)
    return place


def forget(place: str) -> None:
    """Delete a file that was moved, and the reason beside it."""
    storage = private_storage()
    for path in (place, f"{place}.reason.txt"):
        storage.delete(path)


def remove(found: Found) -> None:
    """Delete a file of which nothing may be kept."""
    private_storage().delete(found.path)


def _is_whole(storage, name: str, path: str, now: datetime) -> bool:
    if name.startswith(".") or name.lower().endswith(UNFINISHED):
        return False
    try:
        return now - storage.get_modified_time(path) >= AT_REST
    except FileNotFoundError:
        # Somebody has taken it away since.
        return False
