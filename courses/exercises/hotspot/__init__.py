from courses.exercises.base import Content
from courses.exercises.hotspot.areas import numbers_of, path_of, trouble_of
from courses.exercises.multiple_choice import MINUS, MultipleChoice

# Large enough for any screen, small enough for any line.
RENDITION = "max-1200x1200|format-webp"


class Hotspot(MultipleChoice):
    """Areas of a picture are marked, on it or in the list of their names beside it. An
    answer is {"choices": [id, …]}; right ones count, minus wrong ones.

    The picture comes without what its areas are: who looks for them finds them, and who
    cannot see it or has no mouse has the list.
    """

    name = "hotspot"
    script = "courses/exercises/hotspot.js"
    solution_template = "courses/exercises/hotspot/solution.html"

    def content(self, value, child_ids) -> Content:
        content = super().content(value, child_ids)
        return content | {"picture": _picture(value["image"]), "scoring": MINUS}

    def option(self, item_id, option):
        form, area = option["form"], option["area"]
        # In a draft it may be nothing that can be drawn.
        sound = trouble_of(form, area) is None
        return super().option(item_id, option) | {
            "form": form,
            "area": numbers_of(area) if sound else [],
        }

    def structure(self, content):
        areas = sorted((o["id"], o["form"], o["area"]) for o in content["options"])
        return [super().structure(content), areas]

    def view(self, content, *, order, answer) -> dict:
        view = super().view(content, order=order, answer=answer)
        return view | {
            "picture": content["picture"],
            "areas": _drawn(content, {option["id"] for option in content["options"]}),
        }

    def reviewed(self, content, *, order, chosen) -> dict:
        """The areas that are worth showing have the numbers of their rows."""
        review = super().reviewed(content, order=order, chosen=chosen)
        ids = [row["id"] for row in review["options"]]
        return review | {
            "picture": content["picture"],
            "areas": self.numbered(content, ids),
        }

    def numbered(self, content: Content, ids: list[str]) -> list[dict]:
        """The areas with these ids as they are drawn, each with its number in `ids` and
        whether it is right."""
        right = self.right(content)
        return [
            area | {"number": ids.index(area["id"]) + 1, "correct": area["id"] in right}
            for area in _drawn(content, set(ids))
        ]


def _picture(image) -> dict | None:
    """What is shown of an image, as an ImageBlock gives it; None in a draft without."""
    if image is None:
        return None
    rendition = image.get_rendition(RENDITION)
    return {
        "src": rendition.url,
        "width": rendition.width,
        "height": rendition.height,
        "alt": image.contextual_alt_text or "",
        "holder": image.rights_holder,
        "licence": image.licence,
    }


def _drawn(content: Content, ids: set[str]) -> list[dict]:
    """The areas with these ids, as paths on the picture."""
    picture = content["picture"]
    if picture is None:
        return []
    size = {"width": picture["width"], "height": picture["height"]}
    return [
        {
            "id": option["id"],
            "path": path_of(option["form"], option["area"], **size),
            "x": round(min(option["area"][0] + 1, 96) * size["width"] / 100),
            "y": round(min(option["area"][1] + 1, 92) * size["height"] / 100),
        }
        for option in content["options"]
        if option["id"] in ids and option["area"]
    ]
