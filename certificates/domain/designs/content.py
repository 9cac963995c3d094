"""What a design says, apart from the rows it is authored in.

In one language:

    {"paper": "landscape", "accent": "#00525c", "heading": …, "awarded_to": …,
     "above": …, "below": …,
     "logos": [{"picture": …, "text": …}],
     "signatories": [{"name": …, "title": …, "picture": …}]}

`picture` is the id of an image of the media library while a design is authored, and
{"file", "width", "height"} (pixels) once it is kept (pictures.py); None: there is none.
"""

from collections.abc import Callable, Iterable

from certificates.enums import Paper
from certificates.models import Design
from certificates.models.designs import OWN_COLOUR

TEXTS = ("heading", "awarded_to", "above", "below")


def content_of(design: Design) -> dict:
    """What a design says as it stands in memory, published or not. What a draft has not
    filled in is left out."""
    return {
        "paper": design.paper or Paper.LANDSCAPE.value,
        "accent": design.accent.lower() or OWN_COLOUR,
        **{name: getattr(design, name).strip() for name in TEXTS},
        "logos": [
            {"picture": value["image"], "text": value.get("text") or ""}
            for value in _values(design.logos)
            if value.get("image")
        ],
        "signatories": [
            {
                "name": value["name"],
                "title": value.get("title") or "",
                "picture": value.get("signature"),
            }
            for value in _values(design.signatories)
            if value.get("name")
        ],
    }


def pictures_in(contents: Iterable[dict]) -> set:
    """What stands as `picture` in these contents, None left out."""
    return {
        part["picture"]
        for content in contents
        for part in (*content["logos"], *content["signatories"])
        if part["picture"] is not None
    }


def with_pictures(content: dict, replaced: Callable) -> dict:
    """The same content, with what `replaced` gives for each picture. A logo without one
    is left out."""

    def put(part: dict) -> dict:
        picture = part["picture"]
        return {**part, "picture": None if picture is None else replaced(picture)}

    logos = [put(one) for one in content["logos"]]
    return {
        **content,
        "logos": [one for one in logos if one["picture"] is not None],
        "signatories": [put(one) for one in content["signatories"]],
    }


def language_in(contents: dict[str, dict], *languages: str) -> str:
    """The first of the languages that a design has, else English, else any: the order
    of lms.texts.said."""
    return next(one for one in (*languages, "en", *contents) if one in contents)


def _values(stream) -> list[dict]:
    # As stored: reading images one design after the other would cost a query for each.
    return [block["value"] for block in stream.get_prep_value()]
