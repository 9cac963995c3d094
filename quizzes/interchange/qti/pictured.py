"""Areas of a picture."""

from xml.etree.ElementTree import Element, SubElement

from django.utils.translation import gettext as _

from lms.digits import whole_number
from lms.errors import UnreadableFile
from quizzes.interchange import shapes
from quizzes.interchange.pictures import (
    SHAPES,
    area_from,
    coords_of,
    file_name,
    read_areas,
    rights_from,
    size_of,
    write_areas,
)
from quizzes.interchange.qti.bodies_chosen import declare_options
from quizzes.interchange.qti.chosen import one_of, several, whole
from quizzes.interchange.qti.content import exact, text_of
from quizzes.interchange.qti.question import Question
from quizzes.interchange.qti.sheet import Sheet
from quizzes.interchange.texts import cleaned

_PICTURES = ("object", "img")


def read_hotspot(question: Question) -> shapes.Areas:
    """A picture, and the areas of it that can be marked."""
    found = question.found
    found.prompt = question.prompt()
    drawn = next((one for one in question.interaction if one.tag in _PICTURES), None)
    picture = None if drawn is None else _picture(question, drawn)
    size = (picture and size_of(picture.data)) or (1, 1)
    if drawn is not None:
        size = tuple(
            whole_number(drawn.get(name, ""), digits=5) or usual
            for name, usual in zip(("width", "height"), size, strict=True)
        )
    elements = list(question.interaction.iterfind("hotspotChoice"))
    rows = {
        one.get("identifier", ""): (
            cleaned(one.get("hotspotLabel", ""))
            or _("Area %(number)d") % {"number": at},
            question.said.get(one.get("identifier", ""), ""),
        )
        for at, one in enumerate(elements, start=1)
    }
    if any(not one.get("hotspotLabel") for one in elements):
        found.lose(_("Its areas have no names: they are numbered here."))
    if len(rows) < len(elements):
        found.stop(_("Two of its answers have the same name."))
    if question.response().cardinality == "single":
        options = tuple(whole(one) for one in one_of(question, rows))
    else:
        options = several(question, rows, marked=True)
    places = read_areas(found, len(elements)) or [
        area_from(one.get("shape", ""), one.get("coords", ""), size) for one in elements
    ]
    if None in places:
        found.stop(_("An area of it has a form that we do not have."))
        return shapes.Areas(picture, ())
    return shapes.Areas(
        picture,
        tuple(
            shapes.Area(option.text, option.is_right, option.feedback, *place)
            for option, place in zip(options, places, strict=False)
        ),
    )


def _picture(question: Question, drawn: Element) -> shapes.Picture | None:
    href = drawn.get("data") or drawn.get("src") or ""
    instead = Element("span")
    instead.text = drawn.text
    instead.extend(drawn)
    alt = drawn.get("alt") or text_of(instead, question.found)
    if question.files is None:
        return None
    try:
        name = question.files.near(question.place, href)
        data = question.files.read(name)
    except UnreadableFile as error:
        question.found.stop(str(error))
        return None
    made = shapes.Picture(name.rsplit("/", 1)[-1], data, cleaned(alt))
    return rights_from(question.found.labels, made)


def write_hotspot(sheet: Sheet, shape: shapes.Areas) -> None:
    """An item with its picture beside it."""
    found = sheet.found
    size = size_of(shape.picture.data) if shape.picture else None
    if shape.picture is None or size is None:
        found.stop(_("Its picture is not there."))
        return
    coords = [coords_of(area, size) for area in shape.areas]
    if None in coords:
        found.stop(_("An area of it is not drawn yet."))
        return
    write_areas(shape, found)
    names = [f"A{number}" for number, _area in enumerate(shape.areas, start=1)]
    options = tuple(
        shapes.Option(area.text, 100 if area.correct else -100, area.feedback)
        for area in shape.areas
    )
    declare_options(sheet, names, options, multiple=True)
    interaction = sheet.interaction("hotspotInteraction", maxChoices="0")
    name = f"images/{file_name(shape.picture, found.key)}"
    sheet.files[name] = shape.picture.data
    suffix = name.rsplit(".", 1)[-1].replace("jpg", "jpeg")
    drawn = SubElement(
        interaction,
        "object",
        type=f"image/{suffix}",
        data=f"../{name}",
        width=str(size[0]),
        height=str(size[1]),
    )
    drawn.append(exact("span", shape.picture.alt))
    for number, area in enumerate(shape.areas):
        SubElement(
            interaction,
            "hotspotChoice",
            identifier=names[number],
            shape=next(word for form, word in SHAPES.items() if form == area.form),
            coords=coords[number] or "",
            hotspotLabel=area.text,
        )
        sheet.say(names[number], area.feedback, area.text)
    sheet.chosen_is_said = True
