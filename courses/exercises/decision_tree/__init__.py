from courses.exercises.base import Content
from courses.exercises.walking import WalkingKind
from courses.exercises.walking.graph import Node, places_of, plain
from courses.exercises.walking.kind import ids_of


class DecisionTree(WalkingKind):
    """Questions that lead to what to do and whom to consult. A way never comes back to
    a question."""

    name = "decision_tree"

    def content(self, value, child_ids) -> Content:
        ids = [*child_ids("questions"), *child_ids("outcomes")]
        rows = [*value["questions"], *value["outcomes"]]
        places = places_of(Node(row["name"]) for row in rows)

        def following(name) -> str:
            """The id of what has this name; "" in a draft that lacks it."""
            place = places.get(plain(name))
            return "" if place is None else ids[place]

        questions = [
            {
                "text": question["text"],
                "help": question["help"],
                "choices": [
                    {
                        "id": answer_id,
                        "text": answer["text"],
                        "next": following(answer["next"]),
                    }
                    for answer_id, answer in zip(
                        ids_of(question["answers"]), question["answers"], strict=True
                    )
                ],
            }
            for question in value["questions"]
        ]
        outcomes = [
            {
                "text": outcome["text"],
                "do": outcome["do"],
                "consult": outcome["consult"],
                "choices": [],
            }
            for outcome in value["outcomes"]
        ]
        return {
            "kind": self.name,
            "prompt": value["prompt"],
            "feedback": value["feedback"],
            "nodes": [
                {"id": node_id, "number": number} | node
                for number, (node_id, node) in enumerate(
                    zip(ids, [*questions, *outcomes], strict=True), start=1
                )
            ],
        }

    def whole(self, content: Content) -> dict:
        whole = super().whole(content)
        return whole | {"tree": nested(whole["nodes"])}


def nested(nodes: list[dict]) -> dict:
    """The tree from its first node: {"node", "seen", "branches": [{"text", "branch"}]}.
    What several ways lead to is told at the first of them; later it is `seen`."""
    told: set[str] = set()

    def branch(node: dict | None) -> dict:
        seen = node is not None and node["id"] in told
        if node is None or seen:
            return {"node": node, "seen": seen, "branches": []}
        told.add(node["id"])
        by_id = {one["id"]: one for one in nodes}
        return {
            "node": node,
            "seen": False,
            "branches": [
                {"text": choice["text"], "branch": branch(by_id.get(choice["next"]))}
                for choice in node["choices"]
            ],
        }

    return branch(nodes[0] if nodes else None)
