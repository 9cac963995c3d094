"""Work that a device has not sent yet, and that signing out must not throw away: whoever
keeps such work registers it.

The storage of each is named by its name, or begins with it and a colon: its database and
its caches. As long as something waits, its script sets a cookie of that name; the script
says nothing of what it is. Signing out then clears everything else.
"""

from dataclasses import dataclass

from django.http import HttpRequest


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
