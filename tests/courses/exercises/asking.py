"""What is asked."""

from courses.blocks import LessonStreamBlock
from courses.exercises import content_of
from tests.factories.exercises import question_body


def content(kind: str, language: str = "en") -> dict:
    stream = LessonStreamBlock().to_python(question_body("k", language, kind=kind))
    return content_of(kind, stream[0].value)
