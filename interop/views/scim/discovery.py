"""What the service says of itself (RFC 7644 §4)."""

from django.http import HttpRequest, HttpResponse
from scim2_models import Context, ForbiddenException, ListResponse, NotFoundException

from interop.domain.directory.places import Directory
from interop.domain.scim.service import resource_types, schemas, service_config
from interop.views.scim.answers import answer, scim

READ = Context.RESOURCE_QUERY_RESPONSE


@scim("GET", "HEAD")
def config(request: HttpRequest, directory: Directory) -> HttpResponse:
    """What works here."""
    return answer(service_config().model_dump(scim_ctx=READ))


@scim("GET", "HEAD")
def types(request: HttpRequest, directory: Directory) -> HttpResponse:
    """The kinds of resources."""
    return _all(request, resource_types())


@scim("GET", "HEAD")
def one_type(request: HttpRequest, directory: Directory, name: str) -> HttpResponse:
    return _one(resource_types(), name)


@scim("GET", "HEAD")
def all_schemas(request: HttpRequest, directory: Directory) -> HttpResponse:
    """What resources are made of."""
    return _all(request, schemas())


@scim("GET", "HEAD")
def one_schema(request: HttpRequest, directory: Directory, name: str) -> HttpResponse:
    return _one(schemas(), name)


def _all(request: HttpRequest, found: dict) -> HttpResponse:
    if "filter" in request.GET:
        # RFC 7644 §4: all of it, or nothing.
        raise ForbiddenException(detail="There is no filter at this address.")
    resources = list(found.values())
    response = ListResponse[type(resources[0])](
        total_results=len(resources),
        start_index=1,
        items_per_page=len(resources),
        resources=resources,
    )
    return answer(response.model_dump(scim_ctx=READ))


def _one(found: dict, name: str) -> HttpResponse:
    if name not in found:
        raise NotFoundException(detail="There is nothing of this name.")
    return answer(found[name].model_dump(scim_ctx=READ))
