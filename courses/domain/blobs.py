"""Content that is written once, however many editions hold it."""

from collections.abc import Callable, Iterable

from courses.domain.manifest import canonical_hash
from courses.models import ContentBlob
from lms.chunks import chunks

# What is asked and written at a time.
CHUNK = 200

# (hashes) -> (hash, data) of each.
Lookup = Callable[[set[str]], Iterable[tuple[str, dict]]]


def store_once(hashes: set[str], lookup: Lookup) -> None:
    """Write the contents of these hashes that no edition holds yet; `lookup` is asked
    for those alone."""
    held = set()
    for some in chunks(sorted(hashes), CHUNK):
        rows = ContentBlob.objects.filter(pk__in=some)
        held |= set(rows.values_list("pk", flat=True))
    ContentBlob.objects.bulk_create(
        (ContentBlob(hash=h, data=data) for h, data in lookup(hashes - held)),
        batch_size=CHUNK,
        ignore_conflicts=True,
    )


def store_blobs(contents: dict[tuple, dict]) -> dict[tuple, str]:
    """Write what is not there yet; the hash of each content by its key."""
    hashes = {key: canonical_hash(data) for key, data in contents.items()}
    by_hash = {h: contents[key] for key, h in hashes.items()}
    store_once(set(by_hash), lambda wanted: ((h, by_hash[h]) for h in wanted))
    return hashes
