"""Versions of resources: a weak ETag over what is read of them."""

import hashlib
import json

from scim2_models import Context, PreconditionFailedException, Resource


def version_of(resource: Resource) -> str:
    """Another one whenever a directory would read something else."""
    said = resource.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE)
    said.pop("meta", None)
    return version_from(json.dumps(said, sort_keys=True))


def version_from(words: str) -> str:
    """One that differs wherever the words do."""
    return f'W/"{hashlib.sha256(words.encode()).hexdigest()[:24]}"'


def refuse_stale(resource: Resource, if_match: str) -> None:
    """Raises PreconditionFailedException when somebody changed the resource since the
    version that a directory saw last; "" asks nothing."""
    if if_match and if_match.strip() != "*" and not is_among(resource, if_match):
        raise PreconditionFailedException(
            detail="The resource was changed in the meantime. Read it again."
        )


def is_among(resource: Resource, tags: str) -> bool:
    """Whether a list of ETags, as in a header, holds the version of a resource."""
    return _plain(resource.meta.version) in map(_plain, tags.split(","))


def _plain(tag: str) -> str:
    return tag.strip().removeprefix("W/").strip('"')
