"""Work that a device has not sent yet, and that signing out must not throw away: whoever
keeps such work registers it.

The storage of each is named by its name, or begins with it and a colon: its database and
its caches. As long as something waits, a cookie of that name is on the device; it says
nothing of what it is. Signing out then clears everything else. The script that keeps the
work sets the cookie wherever it sees that something waits, and takes it away; Safari cuts
what scripts set to seven days, so the server says it again for a year.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest

# As long as browsers keep a cookie at most, nearly.
A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Keeper:
    """`scripts` are static files that the page after signing out loads: they remove what
    need not wait with the rest."""

    name: str
    scripts: tuple[str, ...]


_keepers: dict[str, Keeper] = {}


def register(keeper: Keeper) -> None:
    _keepers[keeper.name] = keeper


def waiting_on(request: HttpRequest) -> list[Keeper]:
    """Those that say of this device that something waits on it."""
    return [one for name, one in _keepers.items() if name in request.COOKIES]


class WaitingWorkMiddleware:
    """Says again, with every page, what a device says of waiting work. What is the same
    for everybody is left alone: others may keep it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        keepers = waiting_on(request)
        if keepers and "public" not in response.get("Cache-Control", ""):
            for one in keepers:
                # Not only for the server: the script takes it away.
                response.set_cookie(
                    one.name,
                    "1",
                    max_age=A_YEAR,
                    secure=request.is_secure(),
                    samesite="Lax",
                )
        return response
