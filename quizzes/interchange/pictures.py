"""Pictures in files of questions, and the areas on them."""

import re
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from courses.exercises.hotspot.areas import Form, numbers_of, trouble_of
from quizzes.interchange.found import Found
from quizzes.interchange.shapes import Area, Areas, Picture

_BLANKS = re.compile(r"[;\s]+")
_SUFFIXES = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}
# QTI's names of what we call rect, circle and polygon.
SHAPES = {Form.RECT: "rect", Form.CIRCLE: "circle", Form.POLYGON: "poly"}


def size_of(data: bytes) -> tuple[int, int] | None:
    """Width and height, as the head of an image says; None for what is no image that
    we take. Nothing is unpacked."""
    try:
        with Image.open(BytesIO(data), formats=list(_SUFFIXES)) as image:
            return image.size
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None


def file_name(picture: Picture, key: str) -> str:
    """A name that any archive and any page can have."""
    try:
        with Image.open(BytesIO(picture.data), formats=list(_SUFFIXES)) as image:
            suffix = _SUFFIXES[image.format or ""]
    except (UnidentifiedImageError, OSError, ValueError, KeyError):
        suffix = "png"
    return f"{re.sub(r'[^a-z0-9-]', '', key.lower()) or 'picture'}.{suffix}"


def rights_from(labels: dict[str, str], picture: Picture) -> Picture:
    """With the rights that stand beside."""
    return replace(
        picture,
        holder=labels.get("holder", "")[:160],
        licence=labels.get("licence", "")[:160],
    )


def write_areas(shape: Areas, found: Found) -> None:
    """Keep the areas as they were written: formats have them in whole points, or not."""
    found.labels["areas"] = "; ".join(
        f"{area.form} {_BLANKS.sub(' ', area.area)}" for area in shape.areas
    )


def read_areas(found: Found, count: int) -> list[tuple[str, str]]:
    """(form, numbers) of as many areas; nothing where they do not stand beside."""
    rows = [
        tuple(one.strip().partition(" ")[::2])
        for one in found.labels.pop("areas", "").split(";")
    ]
    forms = {form.value for form in Form}
    if len(rows) != count or any(form not in forms for form, _numbers in rows):
        return []
    return [(form, numbers) for form, numbers in rows]


def coords_of(area: Area, size: tuple[int, int]) -> str | None:
    """An area in points of the picture; None in a draft where it is nothing."""
    if trouble_of(area.form, area.area) is not None:
        return None
    numbers = numbers_of(area.area) or []
    width, height = size
    if area.form == Form.CIRCLE:
        x, y, radius = numbers
        points = [x * width, y * height, radius * width]
    elif area.form == Form.RECT:
        left, top, wide, high = numbers
        points = [
            left * width,
            top * height,
            (left + wide) * width,
            (top + high) * height,
        ]
    else:
        sizes = (width, height)
        points = [number * sizes[at % 2] for at, number in enumerate(numbers)]
    return ",".join(str(round(point / 100)) for point in points)


def area_from(shape: str, coords: str, size: tuple[int, int]) -> tuple[str, str] | None:
    """(form, numbers in percent) of an area in points; None where it is none of ours."""
    form = next((form for form, name in SHAPES.items() if name == shape), None)
    words = [word.strip() for word in coords.split(",")]
    if form is None or not all(re.fullmatch(r"\d{1,5}", word) for word in words):
        return None
    points = [int(word) for word in words]
    width, height = size
    if form == Form.RECT and len(points) == 4:
        left, top, right, bottom = points
        points = [left, top, max(right - left, 0), max(bottom - top, 0)]
    scales = [width, height] * len(points)
    if form == Form.CIRCLE:
        scales = [width, height, width]
    numbers = " ".join(
        _percent(point, scale) for point, scale in zip(points, scales, strict=False)
    )
    return form.value, numbers


def _percent(point: int, scale: int) -> str:
    share = Decimal(100) * point / max(scale, 1)
    return f"{min(share, Decimal(100)).quantize(Decimal('0.001')).normalize():f}"
