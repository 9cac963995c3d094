"""How long answers were on a device only, while nothing stood between it and the server."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

Span = tuple[float, float]


def longest_stretch(
    logs: Iterable[dict],
    *,
    broken: Iterable[tuple[int, float, float]],
    outages: Sequence[Span],
) -> float:
    """Seconds, of the answers that were acknowledged in the end.

    A stretch begins when an answer is given, or when a fault that met its device is over,
    and ends with the next fault or when the answer is acknowledged. `broken` are the
    spans in which a device had no line or no session, `outages` those in which nobody
    could have been answered.
    """
    of_device: dict[int, list[Span]] = defaultdict(list)
    for device, since, until in broken:
        of_device[device].append((since, until))
    return max(
        (
            stretch
            for line in logs
            if line.get("acknowledged") is not None
            for stretch in stretches(
                (line["given"], line["acknowledged"]),
                [*of_device[line["device"]], *outages],
            )
        ),
        default=0.0,
    )


def stretches(whole: Span, gaps: Iterable[Span]) -> list[float]:
    """The lengths of what `gaps` leave of a span; a gap may be a mere moment."""
    since, until = whole
    found = []
    for start, end in sorted(gaps):
        if end < since or start > until:
            continue
        found.append(max(0.0, start - since))
        since = max(since, end)
    return [*found, max(0.0, until - since)]
