"""What several views read of a request."""

import base64
from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from lms.errors import DomainError


def way_back(request: HttpRequest) -> str:
    """Where somebody came from and wants to return to (`next`, posted or in the
    address); "" when nowhere of ours."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    known = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if known else ""


def given_file(request: HttpRequest, *, most: int) -> bytes:
    """The uploaded file (`file`), or the one that was looked at before and comes back
    `confirmed`, as base64 in `data`. One byte more than `most` is read of it, so that a
    larger one is known for one. Raises DomainError ("no_file") where there is none."""
    if "confirmed" in request.POST:
        try:
            return base64.b64decode(request.POST.get("data", ""), validate=True)
        except ValueError:
            return b""
    file = request.FILES.get("file")
    if file is None:
        raise DomainError(_("Choose a file first."), code="no_file")
    return file.read(most + 1)


def query_of(request: HttpRequest, **changes: str | None) -> str:
    """The page's own address with other parameters; None leaves one out."""
    query = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}"


def sort_links(
    request: HttpRequest, keys: Iterable[str], current: str
) -> dict[str, dict]:
    """For each column, by its key: where its heading leads, and how it is sorted now;
    `current` is one of the keys, with "-" in front the other way round."""
    turned = "descending" if current.startswith("-") else "ascending"
    states = {current.removeprefix("-"): turned}
    return {
        key: {
            "url": query_of(
                request, sort=f"-{key}" if current == key else key, page=None
            ),
            "state": states.get(key, ""),
        }
        for key in keys
    }
