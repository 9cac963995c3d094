"""Live parts in the lessons of the small course."""

from courses.models import LessonPage
from tests.factories.courses import SmallCourse, stable


def part_id(name: str) -> str:
    return stable(f"part-{name}")


def rows(name: str, values: list) -> list[dict]:
    """Items of a list block, with the same ids in every language."""
    return [
        {"type": "item", "id": part_id(f"{name}-{number}"), "value": value}
        for number, value in enumerate(values)
    ]


def reflection(name: str = "reflection"):
    def block(language: str) -> dict:
        value = {"prompt": f"Think {language}: {name}", "hint": f"Begin {language}"}
        return {"type": "reflection", "id": part_id(name), "value": value}

    return block


def add_parts(small: SmallCourse, *blocks, slug: str = "small-one", **release):
    """Put blocks, each a function of the language, at the end of a lesson in English
    and Dutch, and release the edition."""
    for language in ("en", "nl"):
        page = small.lesson(slug, language)
        raw = [*page.body.raw_data, *(block(language) for block in blocks)]
        page.body = LessonPage._meta.get_field("body").to_python(list(raw))
        page.save()
    return small.release(**release)
