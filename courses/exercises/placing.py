"""What the kinds share in which things are placed with others: each thing has one
right place, and part of them right is part of the point."""

from random import Random

from courses.exercises.base import (
    Answer,
    Content,
    ExerciseKind,
    InvalidAnswer,
    Verdict,
    in_order,
    only_strings,
)


class PlacingKind(ExerciseKind):
    """An answer is {"places": {thing id: place id}}."""

    fields = ("place-",)
    solution_template = "courses/exercises/placing_solution.html"

    def things(self, content: Content) -> list[dict]:
        """Rows {"id", "text", "place", "feedback"}; `place` is the right one."""
        raise NotImplementedError

    def places(self, content: Content) -> list[dict]:
        """Rows {"id", "text"}."""
        raise NotImplementedError

    def structure(self, content: Content):
        return [
            sorted((thing["id"], thing["place"]) for thing in self.things(content)),
            sorted(place["id"] for place in self.places(content)),
        ]

    def order(self, content: Content, rng: Random) -> list[str]:
        ids = [thing["id"] for thing in self.things(content)]
        rng.shuffle(ids)
        return ids + self.place_order(content, rng)

    def place_order(self, content: Content, rng: Random) -> list[str]:
        return [place["id"] for place in self.places(content)]

    def read(self, content: Content, data) -> Answer | None:
        places = {
            thing["id"]: data.get(f"place-{thing['id']}", "")
            for thing in self.things(content)
        }
        places = {thing: place for thing, place in places.items() if place}
        return self.clean(content, {"places": places}) if places else None

    def clean(self, content: Content, payload) -> Answer:
        if not isinstance(payload, dict) or set(payload) != {"places"}:
            raise InvalidAnswer
        places = only_strings(payload["places"])
        things = {thing["id"] for thing in self.things(content)}
        known = {place["id"] for place in self.places(content)}
        if not set(places) <= things or not set(places.values()) <= known:
            raise InvalidAnswer
        return {"places": dict(sorted(places.items()))}

    def is_complete(self, content: Content, answer: Answer | None) -> bool:
        return bool(answer) and len(answer["places"]) == len(self.things(content))

    def grade(self, content: Content, answer: Answer | None) -> Verdict:
        things = self.things(content)
        placed = answer["places"] if answer else {}
        right = sum(placed.get(thing["id"]) == thing["place"] for thing in things)
        return Verdict(right / len(things) if things else 0)

    def _rows(self, content, order, answer, *, with_right: bool) -> list[dict]:
        placed = answer["places"] if answer else {}
        names = {place["id"]: place["text"] for place in self.places(content)}
        rows = []
        for thing in in_order(self.things(content), order):
            row = {
                "id": thing["id"],
                "text": thing["text"],
                "placed": placed.get(thing["id"], ""),
            }
            if with_right:
                row |= {
                    "placed_text": names.get(row["placed"], ""),
                    # Of a draft nobody has said it yet.
                    "right_text": names.get(thing["place"], ""),
                    "is_right": row["placed"] == thing["place"],
                    "feedback": thing["feedback"],
                }
            rows.append(row)
        return rows

    def view(self, content, *, order, answer) -> dict:
        return {
            "prompt": content["prompt"],
            "things": self._rows(content, order, answer, with_right=False),
            "places": in_order(self.places(content), order),
        }

    def review(self, content, *, order, answer) -> dict:
        return {
            "prompt": content["prompt"],
            "feedback": content["feedback"],
            "answered": bool(answer),
            "things": self._rows(content, order, answer, with_right=True),
        }

    def example(self, content):
        places = {thing["id"]: thing["place"] for thing in self.things(content)}
        return {"places": places} if all(places.values()) else None

    def pickable(self, content) -> list[dict]:
        """Each thing with each place."""
        return [
            {
                "key": _placed(thing["id"], place["id"]),
                "text": f"{thing['text']} → {place['text']}",
                "correct": place["id"] == thing["place"],
            }
            for thing in self.things(content)
            for place in self.places(content)
        ]

    def picks(self, content, answer) -> set[str]:
        return {_placed(thing, place) for thing, place in answer["places"].items()}


def _placed(thing: str, place: str) -> str:
    return f"{thing} {place}"
