"""The addresses that a directory calls, each loaded with the first call.

What speaks SCIM (scim2_models) takes 16 MB and most of a second to load, and most
processes never hear of a directory. A directory waits for it once in each process.
"""

from collections.abc import Callable
from types import ModuleType

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt


def _discovery() -> ModuleType:
    # Inside: see above.
    from interop.views.scim import discovery  # noqa: PLC0415

    return discovery


def _resources() -> ModuleType:
    # Inside: see above.
    from interop.views.scim import resources  # noqa: PLC0415

    return resources


def _door(module: Callable[[], ModuleType], name: str) -> Callable:
    """The view of that name, which is looked for when somebody comes."""

    # A program has no form and no cookie; the views themselves ask for its token.
    @csrf_exempt
    def opened(request: HttpRequest, **kwargs) -> HttpResponse:
        return getattr(module(), name)(request, **kwargs)

    opened.__name__ = opened.__qualname__ = name
    return opened


config = _door(_discovery, "config")
types = _door(_discovery, "types")
one_type = _door(_discovery, "one_type")
all_schemas = _door(_discovery, "all_schemas")
one_schema = _door(_discovery, "one_schema")
users = _door(_resources, "users")
search_users = _door(_resources, "search_users")
user = _door(_resources, "user")
groups = _door(_resources, "groups")
search_groups = _door(_resources, "search_groups")
group = _door(_resources, "group")
search_everything = _door(_resources, "search_everything")
nowhere = _door(_resources, "nowhere")
