"""Symbols by language."""

import uuid
from datetime import date

from courses.models import Symbol
from organisations.models import Organisation
from tests.factories.courses import locale


def make_symbol(
    owner: Organisation,
    key: str = "a-number",
    *,
    languages: tuple[str, ...] = ("en", "nl"),
    **changes,
) -> dict[str, Symbol]:
    """A published symbol that is a number."""
    translation_key = uuid.uuid4()
    return {
        code: Symbol.objects.create(
            **{
                "owner": owner,
                "key": key,
                "name": f"A number on a cap {code}",
                "written": "123",
                "form": "mixed",
                "period": "since 2010",
                "region": "Online",
                "meaning": f"A small group knows itself by it {code}.",
                "innocent": [("meaning", f"A bus line {code}")],
                "source_title": "A report",
                "source_date": date(2024, 1, 1),
                "review_by": date(2035, 1, 1),
                "locale": locale(code),
                "translation_key": translation_key,
            }
            | changes
        )
        for code in languages
    }
