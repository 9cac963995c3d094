"""Where a directory calls. Apart, so that whoever shows the address does not load what
answers there."""

from django.conf import settings


def base_address() -> str:
    """What an administrator gives to the directory."""
    return f"{settings.RELAY_BASE_URL}/scim/v2"
