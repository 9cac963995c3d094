"""Saying what is wrong with a block beside the field it is about."""

from django.core.exceptions import ValidationError
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

# A name of a field of a struct, or the number of a row of a list.
Step = str | int


class Faults:
    """Messages with their places, such as ("gaps", 0, "accepted")."""

    def __init__(self) -> None:
        self._tree: dict = {}

    def add(self, message: str, *place: Step) -> None:
        here = self._tree
        for step in place[:-1]:
            here = here.setdefault(step, {})
        here.setdefault(place[-1], []).append(message)

    def raise_if_any(self) -> None:
        if self._tree:
            raise _error(self._tree)


def _error(found: dict | list) -> ValidationError:
    if isinstance(found, list):
        return ValidationError(found)
    inner = {step: _error(one) for step, one in found.items()}
    if all(isinstance(step, int) for step in inner):
        return ListBlockValidationError(block_errors=inner)
    return StructBlockValidationError(block_errors=inner)
