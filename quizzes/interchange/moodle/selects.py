"""Gaps that are filled from the boxes below a text: [[1]] takes the first box."""

import re

from django.utils.translation import gettext as _

from quizzes.interchange.found import Found
from quizzes.interchange.shapes import Gap, Gaps

_GAP = re.compile(r"\[\[([1-9]\d?)\]\]")


def read_selects(text: str, boxes: list[tuple[str, str]], found: Found) -> Gaps:
    """Each gap as a menu: its own box is right, the others of that box's group are
    wrong. `boxes` are (text, group)."""
    gaps: list[Gap] = []

    def numbered(match: re.Match) -> str:
        place = int(match[1]) - 1
        if place >= len(boxes):
            found.stop(_("Its text names a box that is not there."))
            return ""
        right, group = boxes[place]
        wrong = [one for one, other in boxes if other == group and one != right]
        gaps.append(Gap((right,), tuple(dict.fromkeys(wrong))))
        return f"[{len(gaps)}]"

    return Gaps(_GAP.sub(numbered, text), tuple(gaps))
