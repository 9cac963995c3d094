"""Kinds of live parts: a class each, of the same shape, listed here once."""

from courses.parts.base import PartKind, Refused, Segment
from courses.parts.checklist import ChecklistPart
from courses.parts.local_contacts import LocalContactsPart
from courses.parts.poll import PollPart
from courses.parts.recording import RecordingPart
from courses.parts.reflection import ReflectionPart
from courses.parts.statement import StatementPart
from courses.parts.testimony import TestimonyPart

PARTS: dict[str, PartKind] = {
    kind.name: kind
    for kind in (
        ReflectionPart(),
        PollPart(),
        ChecklistPart(),
        StatementPart(),
        TestimonyPart(),
        LocalContactsPart(),
        RecordingPart(),
    )
}

__all__ = ["PARTS", "PartKind", "Refused", "Segment"]
