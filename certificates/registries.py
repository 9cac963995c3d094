"""Questions that the models of this app ask of its screens."""

from collections.abc import Callable

# (design, request, mode) -> the response that shows a design as it stands in memory.
design_previews: list[Callable] = []
