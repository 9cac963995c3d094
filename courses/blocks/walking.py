"""What is walked through: how its ways are checked as they are written, and how its
preview is walked."""

from contextlib import suppress
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.blocks.checks import ExerciseBlock
from courses.exercises import KINDS, InvalidAnswer, content_of
from courses.exercises.walking import Node, Rule, Trouble, troubles_of

MESSAGES = {
    Rule.TWICE: _("“%(name)s” is the name of another one too. Give each its own."),
    Rule.NOWHERE: _("There is nothing called “%(name)s”."),
    Rule.UNREACHED: _("No choice leads to “%(name)s”."),
    Rule.ENDLESS: _("From “%(name)s” no way leads to an end."),
    Rule.CIRCLE: _("From “%(name)s” a way leads back to “%(name)s”."),
}


def message_of(trouble: Trouble) -> str:
    return MESSAGES[trouble.rule] % {"name": trouble.name}


class NameBlock(blocks.CharBlock):
    """The name by which choices find a place. It refers, so it is the same in every
    language: translators do not meet it."""

    def __init__(self, **kwargs):
        super().__init__(max_length=30, **kwargs)

    def get_translatable_segments(self, value) -> list:
        return []


class WalkingBlock(ExerciseBlock):
    """What is walked through: the lists of `places` hold what has a name, and `choices`
    is the list in them whose items lead on."""

    places: tuple[str, ...]
    choices: str
    circles = False

    def nodes(self, value) -> list[Node]:
        return [
            Node(row["name"], tuple(one["next"] for one in row.get(self.choices, ())))
            for name in self.places
            for row in value[name]
        ]

    def troubles(self, value) -> list[Trouble]:
        return troubles_of(self.nodes(value), circles=self.circles)

    def clean(self, value):
        value = super().clean(value)
        if not self.is_deferred_validation and (troubles := self.troubles(value)):
            raise StructBlockValidationError(self._at_their_places(value, troubles))
        return value

    def _at_their_places(self, value, troubles: list[Trouble]) -> dict:
        """Errors for the form, each beside the name or the choice it is about."""
        errors, first = {}, 0
        for name in self.places:
            last = first + len(value[name])
            rows = {
                number - first: self._of_row(
                    [one for one in troubles if one.node == number]
                )
                for number in range(first, last)
                if any(one.node == number for one in troubles)
            }
            if rows:
                errors[name] = ListBlockValidationError(block_errors=rows)
            first = last
        return errors

    def _of_row(self, troubles: list[Trouble]) -> StructBlockValidationError:
        errors = {}
        choices = {
            one.choice: StructBlockValidationError(
                {"next": ValidationError(message_of(one))}
            )
            for one in troubles
            if one.choice is not None
        }
        if choices:
            errors[self.choices] = ListBlockValidationError(block_errors=choices)
        own = [message_of(one) for one in troubles if one.choice is None]
        if own:
            errors["name"] = ValidationError(own)
        return StructBlockValidationError(errors)

    def get_context(self, value, parent_context=None):
        """For authors: what the learner meets, in a preview that can be walked; the
        whole of it, where each place leads, and what is wrong."""
        kind = KINDS[self.name]
        content = content_of(self.name, value)
        whole = kind.whole(content)
        query = getattr((parent_context or {}).get("request"), "preview_query", None)
        names = [node.name for node in self.nodes(value)]
        return super().get_context(value, parent_context) | {
            "kind": self.name,
            "form_template": kind.form_template,
            "view": whole,
            "walk": None if query is None else _walked(kind, content, query),
            "rows": [
                {
                    "name": name,
                    "node": node,
                    "leads": [
                        choice["leads"] and names[choice["leads"]["number"] - 1]
                        for choice in node["choices"]
                    ],
                }
                for name, node in zip(names, whole["nodes"], strict=True)
            ],
            "troubles": [message_of(one) for one in self.troubles(value)],
        }


def _walked(kind, content, query) -> dict | None:
    """What a learner sees after the way in a preview's address; None for a draft in
    which there is nothing to walk yet."""
    # A new block has no id that lasts from one preview to the next.
    prefix = f"walk-{sha256(content['prompt'].encode()).hexdigest()[:8]}"
    answer = None
    if query.get("walk") == prefix:
        # Changed since: it begins again.
        with suppress(InvalidAnswer):
            answer = kind.read(content, query)
    address = query.copy()
    address["walk"] = prefix
    address.pop("way", None)
    try:
        view = kind.view(content, order=[], answer=answer)
    except InvalidAnswer:
        return None
    return {
        "view": view,
        "prefix": prefix,
        "base": f"?{address.urlencode()}&way=",
        "template": kind.walk_template,
    }
