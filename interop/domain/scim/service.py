"""What the service says of itself (RFC 7643 §5 to §7)."""

from scim2_models import (
    URI,
    AuthenticationScheme,
    Bulk,
    ChangePassword,
    ETag,
    Filter,
    Meta,
    Patch,
    Reference,
    Resource,
    ResourceType,
    Schema,
    ScimPolicy,
    ServiceProviderConfig,
    Sort,
)

from interop.domain.scim.addresses import base_address
from interop.domain.scim.resources import EnterpriseUser, Group, User

# At most so many resources in one answer.
MOST = 200
# An attribute that Relay does not keep is dropped, and so is a password. The other two
# are ways of Microsoft Entra.
POLICY = ScimPolicy(
    unknown=ScimPolicy.Unknown.ignore,
    remove_value_as_filter=ScimPolicy.RemoveValue.apply,
    unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
)


def service_config() -> ServiceProviderConfig:
    """What works here."""
    return ServiceProviderConfig(
        patch=Patch(supported=True),
        bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
        filter=Filter(supported=True, max_results=MOST),
        change_password=ChangePassword(supported=False),
        sort=Sort(supported=True),
        etag=ETag(supported=True),
        authentication_schemes=[
            AuthenticationScheme(
                type=AuthenticationScheme.Type.oauthbearertoken,
                name="Access token",
                description="A token that a coordinator of the organisation makes.",
                primary=True,
            )
        ],
        meta=_meta("ServiceProviderConfig", ""),
    )


def resource_types() -> dict[str, ResourceType]:
    """{id: resource type}"""
    found = [ResourceType.from_resource(one) for one in (User, Group)]
    for one in found:
        one.meta = _meta("ResourceType", f"/{one.id}")
    return {one.id: one for one in found}


def schemas() -> dict[str, Schema]:
    """{urn: schema}, with the core schemas."""
    models: tuple[type[Resource], ...] = (
        User,
        EnterpriseUser,
        Group,
        ServiceProviderConfig,
        ResourceType,
        Schema,
    )
    found = [one.to_schema() for one in models]
    for one in found:
        one.meta = _meta("Schema", f"/{one.id}")
    return {str(one.id): one for one in found}


def _meta(kind: str, path: str) -> Meta:
    endpoint = kind if kind == "ServiceProviderConfig" else f"{kind}s"
    return Meta(
        resource_type=kind,
        location=Reference[URI](f"{base_address()}/{endpoint}{path}"),
    )
