"""Gaps as Moodle writes them into a text: {1:SHORTANSWER:=saw~=heard#Good.}"""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from courses.exercises.numbered import pieces_of
from quizzes.interchange.found import Found
from quizzes.interchange.shapes import Gap, Gaps

_HELD = {"\\\\": "\ufdd0", "\\~": "\ufdd1", "\\#": "\ufdd2", "\\}": "\ufdd3"}
_GAP = re.compile(r"\{(\d{0,4}):([A-Z_]{2,20}):([^{}]*(?:\{[^{}]*)*)\}")
_WORTH = re.compile(r"%(-?\d{1,3}(?:\.\d{0,9})?)%")
_TYPED = frozenset({"SHORTANSWER", "SA", "MW", "NUMERICAL", "NM"})
_TYPED_EXACTLY = frozenset({"SHORTANSWER_C", "SAC", "MWC"})
_MENUS = re.compile(r"(?:MULTICHOICE|MC)(?:_?[VHS]{1,2})?")
FULL = Decimal(100)


def cloze_text(shape: Gaps, found: Found) -> str:
    """The text with its gaps written into it."""
    exactly = found.labels.get("case") == "yes"
    order = [piece for piece in pieces_of(shape.text) if isinstance(piece, int)]
    if order != sorted(order):
        found.labels["order"] = " ".join(map(str, order))
    text = "".join(
        piece
        if isinstance(piece, str)
        else _written(shape.gaps[piece - 1], exactly, found)
        if piece <= len(shape.gaps)
        else f"[{piece}]"
        for piece in pieces_of(shape.text)
    )
    if len(_GAP.findall(_held(text))) != len(shape.gaps):
        found.stop(_("The text has braces that would be read as a gap."))
    return text


def read_cloze(text: str, found: Found) -> Gaps:
    """The gaps of a text, numbered as they come, or as a label says."""
    gaps: list[Gap] = []
    matches = list(_GAP.finditer(_held(text)))
    if not matches:
        found.stop(_("Its text has no gap that can be read."))
    if len({match[1] or "1" for match in matches}) > 1:
        found.lose(_("Here every gap is an equal part of the whole."))
    order = found.labels.get("order", "").split()
    if sorted(order) != sorted(str(n) for n in range(1, len(matches) + 1)):
        order = [str(n) for n in range(1, len(matches) + 1)]
    pieces, end, held = [], 0, _held(text)
    for match, number in zip(matches, order, strict=True):
        pieces += [_shown(held[end : match.start()]), f"[{number}]"]
        end = match.end()
        gaps.append(_gap(match[2], match[3], found))
    pieces.append(_shown(held[end:]))
    by_number = sorted(zip(map(int, order), gaps, strict=True), key=lambda one: one[0])
    return Gaps("".join(pieces), tuple(gap for _number, gap in by_number))


def _written(gap: Gap, exactly: bool, found: Found) -> str:
    why = f"#{_escaped(gap.feedback)}" if gap.feedback else ""
    patterns = gap.patterns
    if gap.wrong:
        if len(patterns) > 1:
            found.lose(_("Of a menu’s accepted answers only the first is written."))
        patterns = patterns[:1]
    answers = [f"%100%{_escaped(pattern)}{why}" for pattern in patterns]
    answers += [f"%0%{_escaped(wrong)}" for wrong in gap.wrong]
    name = "SHORTANSWER_C" if exactly else "SHORTANSWER"
    return f"{{1:{'MULTICHOICE' if gap.wrong else name}:{'~'.join(answers)}}}"


def _gap(name: str, inside: str, found: Found) -> Gap:
    is_menu = bool(_MENUS.fullmatch(name))
    if name in _TYPED_EXACTLY:
        found.labels["case"] = "yes"
    elif name not in _TYPED and not is_menu:
        found.stop(_("A gap of the kind “%(kind)s” is none we have.") % {"kind": name})
    patterns, wrong, feedback = [], [], ""
    for answer in inside.split("~"):
        text, worth, why = _answer(answer)
        if name in ("NUMERICAL", "NM") and ":" in text:
            text, _colon, _near = text.partition(":")
            found.lose(_("How far off a number in a gap may be is not taken over."))
        if worth >= FULL:
            patterns.append(text)
            feedback = feedback or why
        elif is_menu:
            wrong.append(text)
        if worth < FULL and (why or worth > 0 or not is_menu):
            found.lose(_("Of a gap, only what is right counts and is explained."))
    return Gap(tuple(patterns), tuple(wrong), feedback)


def _answer(written: str) -> tuple[str, Decimal, str]:
    """(text, worth, feedback) of one alternative."""
    text, _mark, feedback = written.strip().partition("#")
    worth = Decimal(0)
    if match := _WORTH.match(text):
        worth, text = Decimal(match[1]), text[match.end() :]
    elif text.startswith("="):
        worth, text = FULL, text[1:]
    return _shown(text).strip(), worth, _shown(feedback).strip()


def _escaped(text: str) -> str:
    for written, _sign in _HELD.items():
        text = text.replace(written[1], written)
    return text


def _held(text: str) -> str:
    for written, sign in _HELD.items():
        text = text.replace(written, sign)
    return text


def _shown(text: str) -> str:
    for written, sign in _HELD.items():
        text = text.replace(sign, written[1])
    return text
