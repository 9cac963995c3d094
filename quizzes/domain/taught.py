"""Where the answer to a question is taught: a lesson of its course, or a block of one."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from courses.domain.block_labels import label_of
from courses.models import CoursePage, LessonPage
from quizzes.models import Bank

# Characters of a block's text by which somebody knows it.
EXCERPT = 60


@dataclass(frozen=True)
class Place:
    """`block` "" is the whole lesson."""

    lesson: UUID
    block: str
    label: str

    @property
    def value(self) -> str:
        return joined(self.lesson, self.block)


def joined(lesson: UUID | None, block: str) -> str:
    """A place as one text; "" for none."""
    if lesson is None:
        return ""
    return f"{lesson}#{block}" if block else str(lesson)


def parted(value: str) -> tuple[UUID | None, str]:
    """(lesson, block) of such a text."""
    lesson, _hash, block = value.partition("#")
    return (UUID(lesson) if lesson else None), block


def places_taught(bank: Bank, *, locale_id: int) -> list[tuple[str, list[Place]]]:
    """(title, its places) of each lesson of a bank's course in a language, in their
    order: first the whole, then its blocks. Two queries."""
    course = CoursePage.objects.filter(
        translation_key=bank.course.page_key, locale=locale_id, alias_of=None
    ).first()
    if course is None:
        return []
    lessons = LessonPage.objects.descendant_of(course).order_by("path")
    return [
        (
            lesson.title,
            [
                Place(lesson.translation_key, "", _("The whole lesson")),
                *(
                    Place(lesson.translation_key, child.id, _label(child))
                    for child in lesson.body
                ),
            ],
        )
        for lesson in lessons
    ]


def _label(child) -> str:
    texts = child.block.get_searchable_content(child.value)
    words = " ".join(strip_tags(" ".join(texts)).split())
    excerpt = Truncator(words).chars(EXCERPT)
    label = label_of(child.block_type)
    return f"{label}: {excerpt}" if excerpt else label
