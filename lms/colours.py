"""Colours that somebody chooses, and whether text on them can be read (WCAG 2.2)."""

import re

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
# What text needs on its background (1.4.3).
LEAST_CONTRAST = 4.5
WHITE, BLACK = "#ffffff", "#000000"
STEPS = 50


def contrast(one: str, other: str = WHITE) -> float:
    """The contrast ratio of two colours, written #rrggbb: 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of a colour: 0 (black) to 1 (white)."""
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mixed(colour: str, other: str, share: float) -> str:
    """A colour with a share of another one, 0 to 1, in it."""
    parts = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(
        f"{round(one * (1 - share) + two * share):02x}" for one, two in parts
    )


def readable(colour: str, ground: str, *, towards: str, least: float) -> str:
    """A colour, with as much of another one in it as it needs to be read on a ground;
    that other one itself where nothing less does."""
    for step in range(STEPS):
        found = mixed(colour, towards, step / STEPS)
        if contrast(found, ground) >= least:
            return found
    return towards


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
