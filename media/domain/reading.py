"""Who reads a document."""

from wagtail.permissions import policy_registry

from media import registries
from media.models import MediaDocument


def may_read(user, document) -> bool:
    """Those who work with a document, and those to whom something released shows it."""
    policy = policy_registry.get_by_type(MediaDocument)
    if policy.user_has_any_permission_for_instance(
        user, ["choose", "change"], document
    ):
        return True
    return any(ground(user, document) for ground in registries.reading_grounds)
