"""What people write into cells: yes and no, parts, numbers."""

from decimal import Decimal

from django.utils.translation import gettext as _

from quizzes.interchange.found import Found
from quizzes.interchange.labels import read_decimal
from quizzes.interchange.table.columns import Cell

FULL, NOTHING = Decimal(100), Decimal(0)
YES = frozenset(
    {"yes", "y", "x", "true", "right", "ja", "juist", "oui", "vrai", "wahr"}
)
NO = frozenset({"no", "n", "false", "wrong", "nee", "fout", "non", "faux", "nein"})


def read_yes(cell: Cell, found: Found) -> bool:
    """Whether a cell says yes."""
    word = cell.text.lower()
    if word not in YES | NO:
        message = _("“%(text)s” is neither “yes” nor “no”.")
        found.stop(message % {"text": cell.text[:60]}, place=cell.place)
    return word in YES


def read_worth(cell: Cell, found: Found, *, usual: Decimal) -> Decimal:
    """What an answer is worth in percent; the usual where nothing is said."""
    word = cell.text.lower()
    if not word:
        return usual
    if word in YES | NO:
        return FULL if word in YES else NOTHING
    worth = _decimal(word.removesuffix("%"))
    if worth is None or not -FULL <= worth <= FULL:
        message = _("“%(text)s” is neither “yes” nor “no”, nor a part in percent.")
        found.stop(message % {"text": cell.text[:60]}, place=cell.place)
        return NOTHING
    return worth


def read_number(cell: Cell, found: Found, *, usual: Decimal | None = None) -> Decimal:
    """The number in a cell; the usual where it is empty."""
    if not cell.text and usual is not None:
        return usual
    number = _decimal(cell.text)
    if number is None:
        message = _("“%(text)s” is not a number.")
        found.stop(message % {"text": cell.text[:60]}, place=cell.place)
        return NOTHING
    return number


def read_whole(cell: Cell, found: Found, *, least: int, most: int) -> int:
    """The whole number in a cell, within its bounds."""
    number = read_number(cell, found, usual=NOTHING)
    if number != int(number) or not least <= number <= most:
        message = _("“%(text)s” is no whole number from %(least)d to %(most)d.")
        told = {"text": cell.text[:60], "least": least, "most": most}
        found.stop(message % told, place=cell.place)
        return least
    return int(number)


def read_tolerance(cell: Cell, found: Found) -> tuple[Decimal, bool]:
    """(how far off, whether in percent)."""
    text = cell.text.rstrip()
    near = read_number(Cell(text.removesuffix("%"), cell.place), found, usual=NOTHING)
    if near < 0:
        found.stop(_("A tolerance is not below nothing."), place=cell.place)
        return NOTHING, False
    return near, text.endswith("%")


def _decimal(text: str) -> Decimal | None:
    """Also with the comma that half of Europe writes."""
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    return read_decimal(text)
