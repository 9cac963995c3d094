from django.utils.translation import gettext_lazy as _

from courses.exercises.base import Content
from courses.exercises.walking import WalkingKind
from courses.exercises.walking.graph import Node, places_of, plain
from courses.exercises.walking.kind import ids_of

# How a conversation can end. It is said of the way, never of who took it.
ENDINGS = {
    "good": _("A good way"),
    "mixed": _("Partly a good way"),
    "poor": _("Another way works better"),
}


class Dialogue(WalkingKind):
    """A conversation: what one says leads to what the other says next. Ways may come
    back to a scene, and every scene has a way out."""

    name = "dialogue"
    # Something to think over between the questions that count.
    in_quizzes = True

    def content(self, value, child_ids) -> Content:
        scene_ids = child_ids("scenes")
        places = places_of(Node(scene["name"]) for scene in value["scenes"])

        def following(name) -> str:
            """The id of the scene of this name; "" in a draft that lacks it."""
            place = places.get(plain(name))
            return "" if place is None else scene_ids[place]

        return {
            "kind": self.name,
            "prompt": value["prompt"],
            "feedback": value["feedback"],
            "nodes": [
                {
                    "id": scene_id,
                    "number": number,
                    "speaker": scene["speaker"],
                    "text": scene["text"],
                    "ending": scene["ending"] or "",
                    "ending_label": str(ENDINGS.get(scene["ending"], "")),
                    "ending_feedback": scene["ending_feedback"],
                    "choices": [
                        {
                            "id": choice_id,
                            "text": choice["text"],
                            "consequence": choice["consequence"],
                            "next": following(choice["next"]),
                        }
                        for choice_id, choice in zip(
                            ids_of(scene["choices"]), scene["choices"], strict=True
                        )
                    ],
                }
                for number, (scene_id, scene) in enumerate(
                    zip(scene_ids, value["scenes"], strict=True), start=1
                )
            ],
        }

    def structure(self, content: Content):
        endings = [node["ending"] for node in content["nodes"]]
        return [super().structure(content), endings]
