"""Live parts in the lessons of the small course."""

from datetime import date

from courses.models import LessonPage, Statement
from organisations.models import Sector
from tests.factories.courses import SmallCourse, locale
from tests.factories.exercises import stable


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


OPTIONS = ("Sure", "Rather sure", "Not sure")


def poll(name: str = "poll"):
    def block(language: str) -> dict:
        options = rows(f"{name}-option", [f"{text} {language}" for text in OPTIONS])
        value = {"question": f"How sure {language}: {name}?", "options": options}
        return {"type": "poll", "id": part_id(name), "value": value}

    return block


def option_id(number: int, name: str = "poll") -> str:
    return part_id(f"{name}-option-{number}")


def checklist(name: str = "checklist"):
    def block(language: str) -> dict:
        items = rows(f"{name}-item", [f"{n} step {language}" for n in ("a", "b", "c")])
        value = {"title": f"Steps {language}: {name}", "items": items}
        return {"type": "checklist", "id": part_id(name), "value": value}

    return block


def accordion(name: str = "accordion"):
    def block(language: str) -> dict:
        items = rows(
            f"{name}-item",
            [{"heading": f"{n} {language}", "text": f"<p>{n}</p>"} for n in ("a", "b")],
        )
        value = {"title": f"Questions {language}: {name}", "items": items}
        return {"type": "accordion", "id": part_id(name), "value": value}

    return block


def item_id(number: int, name: str = "checklist") -> str:
    return part_id(f"{name}-item-{number}")


def make_statement(owner, *, key: str = "secrecy", sectors=("POL",), **fields):
    """{language: a published statement of the owner}, in English and Dutch."""
    dates = {"dated": date(2026, 1, 15), "review_by": date(2027, 6, 1)}
    return {
        language: Statement.objects.create(
            owner=owner,
            key=key,
            title=f"Statement {key} {language}",
            text=f"<p>What {key} asks {language}</p>",
            sectors=list(Sector.objects.filter(pk__in=sectors)),
            locale=locale(language),
            translation_key=stable(f"statement-{key}"),
            **dates | fields,
        )
        for language in ("en", "nl")
    }


def statement(rows: dict, name: str = "secrecy"):
    def block(language: str) -> dict:
        return {
            "type": "statement",
            "id": part_id(name),
            "value": rows[language].pk,
        }

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
