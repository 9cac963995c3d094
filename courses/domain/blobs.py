"""Content that is written once, however many editions hold it."""

from courses.domain.manifest import canonical_hash
from courses.models import ContentBlob


def store_blobs(contents: dict[tuple, dict]) -> dict[tuple, str]:
    """Write what is not there yet; the hash of each content by its key."""
    hashes = {key: canonical_hash(data) for key, data in contents.items()}
    wanted = set(hashes.values())
    known = set(ContentBlob.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    fresh = {h: contents[key] for key, h in hashes.items() if h not in known}
    ContentBlob.objects.bulk_create(
        [ContentBlob(hash=h, data=data) for h, data in fresh.items()],
        ignore_conflicts=True,
    )
    return hashes
