"""A table of cells as questions."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.text import slugify
from django.utils.translation import gettext as _

from lms.digits import whole_number
from quizzes.interchange import shapes
from quizzes.interchange.found import Found
from quizzes.interchange.kinds import SIDES
from quizzes.interchange.labels import read_setting
from quizzes.interchange.table.columns import OF_ANSWERS, TAKEN, WITH_TEXT, Cell
from quizzes.interchange.table.grouping import Group, Row, check_cells, groups_of
from quizzes.interchange.table.values import (
    FULL,
    NO,
    NOTHING,
    YES,
    read_number,
    read_tolerance,
    read_whole,
    read_worth,
    read_yes,
)

_MOST_GAPS = 99
_MOST_POINTS = 1000
UNIT = "unit"


def questions_of(grid: list[list[Cell]]) -> list[Found]:
    """The questions of a table. Raises UnreadableFile."""
    return [_question(group) for group in groups_of(grid)]


def _question(group: Group) -> Found:
    first = group.first
    found = Found(place=first.place, key=first["key"].text)
    found.prompt = first["question"].text
    found.feedback = first["feedback"].text
    found.title = found.prompt[:60]
    check_cells(group, found)
    _take_settings(first, found)
    kind = slugify(first["kind"].text).replace("-", "_")
    if not first["kind"] and not first["question"]:
        found.stop(_("A row of an answer has no question before it."))
    elif not kind:
        found.stop(_("Say of which kind the question is."))
    elif kind not in TAKEN:
        message = _("A question of the kind “%(kind)s” is none we have.")
        text = first["kind"].text[:40]
        found.stop(message % {"kind": text}, place=first["kind"].place)
    if found.stopped:
        return found
    found.labels["kind"] = kind
    _note_unused(group, kind, found)
    found.shape = _READERS[SIDES[kind].takes](group, kind, found)
    return found


def _take_settings(first: Row, found: Found) -> None:
    for name in ("topic", "difficulty"):
        if first[name].text:
            found.labels[name] = first[name].text
    if first["must_pass"].text and read_yes(first["must_pass"], found):
        found.labels |= {"must_pass": "yes"}
    cell = first["settings"]
    for line in cell.text.replace(";", "\n").splitlines():
        setting = read_setting(line.strip())
        if setting:
            found.labels.setdefault(*setting)
        elif line.strip():
            message = _("The setting “%(text)s” is not known.")
            found.lose(message % {"text": line.strip()[:60]}, place=cell.place)


def _note_unused(group: Group, kind: str, found: Found) -> None:
    unused = set(OF_ANSWERS) - TAKEN[kind]
    cells = [(name, row[name]) for row in group.answers for name in sorted(unused)]
    if kind not in WITH_TEXT:
        cells.append(("text", group.first["text"]))
    for name, cell in cells:
        if cell:
            message = _("“%(name)s” means nothing for this kind.")
            found.lose(message % {"name": name}, place=cell.place)


def _options(group: Group, found: Found) -> tuple[shapes.Option, ...]:
    return tuple(
        shapes.Option(
            row["answer"].text,
            read_worth(row["right"], found, usual=NOTHING),
            row["said"].text,
        )
        for row in group.answers
    )


def _shared(options: tuple[shapes.Option, ...]) -> tuple[shapes.Option, ...]:
    """Where right and wrong is all that is said: each right one an equal part, and as
    much taken away by a wrong one, as files have it."""
    rights = sum(option.worth == FULL for option in options)
    if any(option.worth not in (FULL, NOTHING) for option in options):
        return options
    part = FULL / (rights or 1)
    return tuple(
        shapes.Option(one.text, part if one.worth else -part, one.feedback)
        for one in options
    )


def _choice(group: Group, kind: str, found: Found) -> shapes.Choice:
    options = _options(group, found)
    if kind != "multiple_choice":
        return shapes.Choice(options, multiple=False)
    if all(option.worth in (FULL, NOTHING) for option in options):
        found.labels.setdefault("scoring", "all")
    return shapes.Choice(_shared(options), multiple=True)


def _marked(group: Group, kind: str, found: Found) -> shapes.Marked:
    return shapes.Marked(group.first["text"].text, _shared(_options(group, found)))


def _statement(group: Group, kind: str, found: Found) -> shapes.Statement:
    rows = group.answers
    if len(rows) != 1 or rows[0]["answer"].text.lower() not in YES | NO:
        found.stop(_("It does not say whether the statement holds."))
        return shapes.Statement(holds=False)
    return shapes.Statement(read_yes(rows[0]["answer"], found))


def _match(group: Group, kind: str, found: Found) -> shapes.Match:
    pairs, rights = [], []
    for row in group.answers:
        left, right = row["answer"].text, row["belongs_to"].text
        if not right:
            message = _("Say what it belongs to, in the column “belongs_to”.")
            found.stop(message, place=row.place)
            continue
        rights.append(right)
        if left:
            pairs.append(shapes.Pair(left, right, row["said"].text))
    return shapes.Match(tuple(pairs), tuple(dict.fromkeys(rights)))


def _order(group: Group, kind: str, found: Found) -> shapes.Order:
    steps = (
        shapes.Step(
            row["answer"].text,
            row["belongs_to"].text if kind == "timeline" else "",
            row["said"].text,
        )
        for row in group.answers
    )
    return shapes.Order(tuple(steps))


def _numbers(group: Group, kind: str, found: Found) -> shapes.Numbers:
    numbers, units = [], []
    for row in group.answers:
        if row["part"].text.lower() == UNIT:
            factor = read_number(row["belongs_to"], found, usual=Decimal(1))
            units.append(shapes.Unit(row["answer"].text, factor))
            continue
        near, relative = read_tolerance(row["tolerance"], found)
        numbers.append(
            shapes.Number(
                read_number(row["answer"], found),
                near,
                read_worth(row["right"], found, usual=FULL),
                row["said"].text,
                relative,
            )
        )
    return shapes.Numbers(tuple(numbers), tuple(units))


def _words(group: Group, kind: str, found: Found) -> shapes.Words:
    return shapes.Words(
        tuple(
            shapes.Accepted(
                row["answer"].text,
                read_worth(row["right"], found, usual=FULL),
                row["said"].text,
            )
            for row in group.answers
        )
    )


def _gaps(group: Group, kind: str, found: Found) -> shapes.Gaps:
    by_number: dict[int, list[Row]] = {}
    for row in group.answers:
        cell = row["part"] if row["part"] else Cell(place=row.place)
        number = read_whole(cell, found, least=1, most=_MOST_GAPS)
        by_number.setdefault(number, []).append(row)
    if sorted(by_number) != list(range(1, len(by_number) + 1)):
        found.stop(_("A gap has no answer: count them from 1 in the column “part”."))
    gaps = (_gap(rows, found) for _number, rows in sorted(by_number.items()))
    return shapes.Gaps(group.first["text"].text, tuple(gaps))


def _gap(rows: list[Row], found: Found) -> shapes.Gap:
    right, wrong, said = [], [], []
    for row in rows:
        worth = read_worth(row["right"], found, usual=FULL)
        if worth == FULL:
            right.append(row["answer"].text)
            said.append(row["said"].text)
            continue
        wrong.append(row["answer"].text)
        if worth or row["said"]:
            message = _("Of a gap, only what is right counts and is explained.")
            found.lose(message, place=row.place)
    return shapes.Gap(tuple(right), tuple(wrong), "\n".join(filter(None, said)))


def _scale(group: Group, kind: str, found: Found) -> shapes.Scale:
    return shapes.Scale(tuple(row["answer"].text for row in group.answers))


def _essay(group: Group, kind: str, found: Found) -> shapes.Essay:
    rubric = tuple(
        (
            row["answer"].text,
            read_whole(row["points"], found, least=0, most=_MOST_POINTS),
            row["said"].text,
        )
        for row in group.answers
    )
    least, most = (
        whole_number(found.labels.get(name, ""), digits=5) or 0
        for name in ("least", "most")
    )
    return shapes.Essay(rubric, least, most)


_READERS: dict[type, Callable[[Group, str, Found], shapes.Shape]] = {
    shapes.Choice: _choice,
    shapes.Marked: _marked,
    shapes.Statement: _statement,
    shapes.Match: _match,
    shapes.Order: _order,
    shapes.Numbers: _numbers,
    shapes.Words: _words,
    shapes.Gaps: _gaps,
    shapes.Scale: _scale,
    shapes.Essay: _essay,
}
