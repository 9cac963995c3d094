"""Kinds of live parts: a class each, of the same shape, listed here once."""

from courses.parts.base import PartKind, Refused, Segment
from courses.parts.reflection import ReflectionPart

PARTS: dict[str, PartKind] = {kind.name: kind for kind in (ReflectionPart(),)}

__all__ = ["PARTS", "PartKind", "Refused", "Segment"]
