"""Users and Groups: lists, one of them, and their changes (RFC 7644 §3.3 to §3.6)."""

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from scim2_models import (
    Context,
    InvalidFilterException,
    InvalidPathException,
    ListResponse,
    NotFoundException,
    PatchOp,
    Resource,
    ResponseParameters,
    SearchRequest,
)
from scim2_models.path.expressions import FilterNode

from interop.domain.directory.places import Directory
from interop.domain.scim.lists import Asked
from interop.domain.scim.resources import Group, User
from interop.domain.scim.service import MOST
from interop.domain.scim.versions import is_among, refuse_stale
from interop.views.scim.answers import answer, payload_of, scim
from interop.views.scim.kinds import GROUPS, PEOPLE, Kind

LONGEST_FILTER = 2000
FURTHEST = 10**9


def _views(kind: Kind):
    """The addresses of a kind: all of them, a search among them, and one."""

    @scim("GET", "HEAD", "POST")
    def many(request: HttpRequest, directory: Directory) -> HttpResponse:
        if request.method == "POST":
            return _bring(kind, request, directory)
        return _listed(kind, directory, _asked(request))

    @scim("POST")
    def search(request: HttpRequest, directory: Directory) -> HttpResponse:
        return _listed(kind, directory, payload_of(request))

    @scim("GET", "HEAD", "PUT", "PATCH", "DELETE")
    def one(request: HttpRequest, directory: Directory, uuid: UUID) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            return _shown(kind, request, directory, uuid)
        with transaction.atomic():
            directory.lock()
            return _changed(kind, request, directory, uuid)

    return many, search, one


users, search_users, user = _views(PEOPLE)
groups, search_groups, group = _views(GROUPS)


@scim("POST")
def search_everything(request: HttpRequest, directory: Directory) -> HttpResponse:
    """People and groups at once, people first."""
    kinds = (PEOPLE, GROUPS)
    wanted = _wanted(SearchRequest[User | Group], payload_of(request))
    if wanted.sort_by is not None:
        raise InvalidPathException(detail="Sort in /Users or in /Groups.")
    asked = Asked(_node(wanted), among_others=True)
    first, count = _window(wanted)
    total, found = 0, []
    for kind in kinds:
        rows = kind.listed(directory, asked, now=timezone.now())
        begins = max(first - 1 - total, 0)
        total += rows.count()
        ends = begins + count - len(found)
        found += kind.resources_of(rows.page(begins, ends))
    return _list_answer(ListResponse[User | Group], wanted, first, total, found)


@scim("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
def nowhere(request: HttpRequest, directory: Directory, path: str = "") -> HttpResponse:
    """Any other address."""
    raise NotFoundException(detail="There is nothing at this address.")


def _listed(kind: Kind, directory: Directory, asked: dict) -> HttpResponse:
    """A page of what a directory looks for; as many queries for many as for one."""
    wanted = _wanted(SearchRequest[kind.resource], asked)
    asked = Asked(
        _node(wanted),
        sort_by=str(wanted.sort_by or ""),
        is_descending=wanted.sort_order == SearchRequest.SortOrder.descending,
    )
    rows = kind.listed(directory, asked, now=timezone.now())
    first, count = _window(wanted)
    found = kind.resources_of(rows.page(first - 1, first - 1 + count))
    return _list_answer(ListResponse[kind.resource], wanted, first, rows.count(), found)


def _wanted(form: type[SearchRequest], asked: dict) -> SearchRequest:
    """What a directory looks for. Raises InvalidFilterException for a filter that
    nobody would read to its end."""
    if len(str(asked.get("filter") or "")) > LONGEST_FILTER:
        raise InvalidFilterException(detail="The filter is too long.")
    try:
        return form.model_validate(asked)
    except RecursionError as error:
        raise InvalidFilterException(detail="The filter is too deep.") from error


def _node(wanted: SearchRequest) -> FilterNode | None:
    return wanted.filter.ast if wanted.filter is not None else None


def _window(wanted: SearchRequest) -> tuple[int, int]:
    """(index of the first, from 1 on; how many), within what is answered at once."""
    first = min(max(wanted.start_index or 1, 1), FURTHEST)
    count = MOST if wanted.count is None else min(max(wanted.count, 0), MOST)
    return first, count


def _list_answer(form, wanted, first: int, total: int, found: list) -> HttpResponse:
    response = form(
        total_results=total,
        start_index=first,
        items_per_page=len(found),
        resources=found,
    )
    return answer(
        response.model_dump(
            scim_ctx=Context.SEARCH_RESPONSE, response_parameters=wanted
        )
    )


def _bring(kind: Kind, request: HttpRequest, directory: Directory) -> HttpResponse:
    given = kind.resource.model_validate(
        payload_of(request), scim_ctx=Context.RESOURCE_CREATION_REQUEST
    )
    row = kind.bring(directory, kind.said_by(given), timezone.now())
    resource = kind.resources_of([row])[0]
    return _resource(
        kind, request, resource, Context.RESOURCE_CREATION_RESPONSE, status=201
    )


def _shown(
    kind: Kind, request: HttpRequest, directory: Directory, uuid: UUID
) -> HttpResponse:
    resource = kind.resources_of([_row(kind, directory, uuid)])[0]
    if is_among(resource, request.headers.get("If-None-Match", "")):
        return HttpResponse(status=304, headers={"ETag": resource.meta.version})
    return _resource(kind, request, resource, Context.RESOURCE_QUERY_RESPONSE)


def _changed(
    kind: Kind, request: HttpRequest, directory: Directory, uuid: UUID
) -> HttpResponse:
    now = timezone.now()
    row = _row(kind, directory, uuid, lock=True)
    before = kind.resources_of([row])[0]
    refuse_stale(before, request.headers.get("If-Match", ""))
    if request.method == "DELETE":
        kind.take_out(row, directory, now)
        return HttpResponse(status=204)
    if request.method == "PUT":
        wanted = kind.resource.model_validate(
            payload_of(request),
            scim_ctx=Context.RESOURCE_REPLACEMENT_REQUEST,
        )
        wanted.replace(before)
        context = Context.RESOURCE_REPLACEMENT_RESPONSE
    else:
        patch = PatchOp[kind.resource].model_validate(
            payload_of(request), scim_ctx=Context.RESOURCE_PATCH_REQUEST
        )
        wanted = before
        patch.patch(wanted)
        context = Context.RESOURCE_PATCH_RESPONSE
    row = kind.change(row, directory, kind.said_by(wanted), now)
    return _resource(kind, request, kind.resources_of([row])[0], context)


def _row(kind: Kind, directory: Directory, uuid: UUID, *, lock: bool = False):
    """Another employer's do not exist."""
    rows = kind.rows(directory)
    if lock:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(uuid=uuid).first()
    if row is None:
        kind.refresh(directory, uuid, timezone.now())
        row = rows.filter(uuid=uuid).first()
    if row is None:
        raise NotFoundException(detail=f"{kind.endpoint} has nothing of this id.")
    return row


def _resource(
    kind: Kind,
    request: HttpRequest,
    resource: Resource,
    context: Context,
    *,
    status: int = 200,
) -> HttpResponse:
    wanted = ResponseParameters[kind.resource].model_validate(
        {
            name: value
            for name, value in _asked(request).items()
            if name in ("attributes", "excludedAttributes")
        }
    )
    return answer(
        resource.model_dump(scim_ctx=context, response_parameters=wanted),
        status=status,
        headers={
            "ETag": resource.meta.version,
            "Location": str(resource.meta.location),
        },
    )


def _asked(request: HttpRequest) -> dict[str, str]:
    """What the query says; an empty value says nothing."""
    known = (
        "filter",
        "startIndex",
        "count",
        "sortBy",
        "sortOrder",
        "attributes",
        "excludedAttributes",
    )
    asked = {one.lower(): value for one, value in request.GET.items()}
    return {one: asked[one.lower()] for one in known if asked.get(one.lower())}
