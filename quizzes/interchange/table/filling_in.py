"""A workbook to fill in: an empty sheet of questions, what its columns mean, and a
question of each kind as an example."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl.styles import Alignment, Font

from courses.blocks import ExerciseStreamBlock
from quizzes.interchange.found import Found
from quizzes.interchange.kinds import SIDES, without_ids
from quizzes.interchange.table.columns import ABOUT, COLUMNS, SHEET, TAKEN, WITH_TEXT
from quizzes.interchange.table.workbook import book_of, fill_sheet, saved, write_text
from quizzes.interchange.table.writing import lines_of

_HOW = {
    "single_choice": gettext_lazy(
        "One option is “yes”. Another may be worth a part, such as 50."
    ),
    "multiple_choice": gettext_lazy(
        "Several options are “yes”. scoring=all, minus or each says what is worth what."
    ),
    "true_false": gettext_lazy("One answer: “true” or “false”."),
    "matching": gettext_lazy("Each answer belongs to one thing of its own."),
    "card_sort": gettext_lazy(
        "Several answers may belong to one category. A row without an answer is a "
        "category that stays empty."
    ),
    "ordering": gettext_lazy(
        "Steps in the right order. credit=neighbours, places or all says what counts."
    ),
    "timeline": gettext_lazy("Events in the right order, and when each was."),
    "numeric": gettext_lazy(
        "Numbers with a tolerance; rows with “unit” for the units, the first of them "
        "without a number."
    ),
    "short_text": gettext_lazy(
        "Each row is accepted; * stands for any characters. case=yes and accents=yes "
        "where they matter."
    ),
    "gaps": gettext_lazy(
        "“part” is the number of the gap. A gap with an answer that is “no” is a menu."
    ),
    "mark_words": gettext_lazy("What can be marked; “yes” is right."),
    "scale": gettext_lazy(
        "Steps from one end to the other. purpose=confidence or opinion."
    ),
    "open_answer": gettext_lazy(
        "A row of the rubric on each row, with its points. least=20 and most=200 are "
        "numbers of words."
    ),
}


def template() -> bytes:
    """The workbook, explained in the language that is on."""
    book = book_of([])
    explained = book.create_sheet(_("Explanation")[:31])
    _explain(explained)
    fill_sheet(
        book.create_sheet(), _("Examples")[:31], list(lines_of(list(examples())))
    )
    return saved(book)


def examples() -> Iterator[Found]:
    """A question of each kind that a table can hold, as its editor shows it."""
    for kind, block in _blocks().items():
        raw = block.get_prep_value(block.to_python(block.meta.preview_value))
        value = without_ids(raw)
        found = Found(place="", key=f"example-{kind.replace('_', '-')}")
        found.prompt, found.feedback = value["prompt"], value["feedback"]
        found.labels["kind"] = kind
        found.shape = SIDES[kind].shape(value, found.labels)
        yield found


def _blocks() -> dict:
    """Those of the kinds that a bank asks and a table can hold."""
    blocks = ExerciseStreamBlock().child_blocks
    return {kind: blocks[kind] for kind in TAKEN if kind in blocks}


def _explain(sheet) -> None:
    rows = [
        ("", _("How to fill in a table of questions"), ""),
        (
            "",
            _(
                "Write into the sheet “%(sheet)s”, or copy from the examples. A question "
                "begins in a row with its kind; its other answers stand in the rows "
                "below. Nothing is worked out: formulas are refused."
            )
            % {"sheet": SHEET},
            "",
        ),
        ("", "", ""),
        (_("Column"), _("What stands in it"), _("For which kinds")),
        *((name, str(said), _kinds_with(name)) for name, said in COLUMNS.items()),
        ("", "", ""),
        (_("Kind"), _("How it is filled in"), _("Its name in Relay")),
        *(
            (kind, str(_HOW[kind]), str(block.label))
            for kind, block in _blocks().items()
        ),
    ]
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row, start=1):
            if text:
                write_text(sheet.cell(number, place), text)
    for letter, width in (("A", 18), ("B", 90), ("C", 60)):
        sheet.column_dimensions[letter].width = width
    sheet["B1"].font = Font(bold=True, size=14)
    for number, row in enumerate(rows, start=1):
        if row[0] in (_("Column"), _("Kind")):
            for place in (1, 2, 3):
                sheet.cell(number, place).font = Font(bold=True)
                sheet.cell(number, place).alignment = Alignment(vertical="top")


def _kinds_with(name: str) -> str:
    if name == "text":
        return ", ".join(sorted(WITH_TEXT))
    if name in ABOUT:
        return _("all")
    return ", ".join(kind for kind, taken in TAKEN.items() if name in taken)
