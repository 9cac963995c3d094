"""Where files are that have no address."""

from django.core.files.storage import Storage, storages


def private_storage() -> Storage:
    """Files that are read only through a view that asks who wants to."""
    return storages["private"]
