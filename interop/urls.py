from django.urls import path, re_path

from interop.views import directories, tokens
from interop.views.api.docs import docs

app_name = "interop"

ONE_ORGANISATION = "organisation/<slug:code>/"

urlpatterns = [
    path(f"{ONE_ORGANISATION}access/", tokens.tokens, name="tokens"),
    path(
        f"{ONE_ORGANISATION}access/<uuid:uuid>/withdraw/",
        tokens.withdraw,
        name="withdraw_token",
    ),
    path("api/v1/", docs, name="api_docs"),
    path("scim/v2/ServiceProviderConfig", directories.config, name="scim_config"),
    path("scim/v2/ResourceTypes", directories.types, name="scim_types"),
    path("scim/v2/ResourceTypes/<str:name>", directories.one_type, name="scim_type"),
    path("scim/v2/Schemas", directories.all_schemas, name="scim_schemas"),
    path("scim/v2/Schemas/<str:name>", directories.one_schema, name="scim_schema"),
    path("scim/v2/Users", directories.users, name="scim_users"),
    path("scim/v2/Users/.search", directories.search_users, name="scim_search_users"),
    path("scim/v2/Users/<uuid:uuid>", directories.user, name="scim_user"),
    path("scim/v2/Groups", directories.groups, name="scim_groups"),
    path(
        "scim/v2/Groups/.search", directories.search_groups, name="scim_search_groups"
    ),
    path("scim/v2/Groups/<uuid:uuid>", directories.group, name="scim_group"),
    path("scim/v2/.search", directories.search_everything, name="scim_search"),
    # Whatever else a program tries is refused in its own form.
    re_path(r"^scim/v2/(?P<path>.*)$", directories.nowhere, name="scim_nowhere"),
]
