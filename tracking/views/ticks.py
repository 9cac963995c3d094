"""Which lines of a list of people are ticked, where something is done on all at once."""

from collections.abc import Iterable
from typing import Protocol

from django.http import HttpRequest


class Line(Protocol):
    """A line that may be ticked, unless it is `left_out` for a reason."""

    obligation_id: int
    left_out: str


def chosen_lines(request: HttpRequest) -> set[int] | None:
    """The obligations that were ticked; None for all of the list."""
    if "all" in request.POST:
        return None
    return {int(one) for one in request.POST.getlist("person") if one.isdecimal()}


def is_for_all(request: HttpRequest) -> bool:
    """Whether all of the list is meant, as it is before anybody chose."""
    return "all" in request.POST or not request.POST


def lines_to_tick(request: HttpRequest, listed: Iterable[Line]) -> set[int]:
    """What the page shows ticked: what was, or everybody whom it can be done for."""
    if not is_for_all(request):
        return chosen_lines(request) or set()
    return {one.obligation_id for one in listed if not one.left_out}
