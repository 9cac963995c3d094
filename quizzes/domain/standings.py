"""How questions stand in each language, as the list of questions shows it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import TextField
from django.db.models.functions import Cast

from courses.domain.languages.content import stored_hash
from courses.domain.languages.standings import acts_of
from courses.domain.languages.state import Published, standing_of
from courses.domain.languages.things import source_language_of
from courses.enums import TranslationState
from courses.models import CoursePage
from lms.remembered import Remembered
from quizzes.models import Question

# {question key: {language: how it stands}}
Standings = dict[UUID, dict[str, TranslationState]]


@dataclass(frozen=True)
class _Row:
    """A question in a language; `body` is its JSON."""

    live: bool
    course: int
    body: str


def standings_of(keys: Iterable[UUID], languages: Iterable[str]) -> Standings:
    """How these questions stand in these languages. In three queries.

    What is written only in another language than its course counts as written in that
    one: somebody has to begin somewhere.
    """
    languages = list(languages)
    rows, courses = _rows_of(set(keys))
    written = _written_in(courses)
    acts = acts_of(rows)
    found: Standings = {}
    for key, by_language in rows.items():
        course = next(iter(by_language.values())).course
        first = written.get(course, "en")
        source = first if first in by_language else source_language_of(by_language)
        found[key] = {
            language: _state(
                by_language.get(language),
                by_language[source],
                acts.get((key, language), []),
            )
            for language in languages
            if language != source
        }
        live = by_language[source].live
        found[key][source] = TranslationState.SOURCE if live else TranslationState.DRAFT
    return found


def _rows_of(keys: set[UUID]) -> tuple[dict[UUID, dict[str, _Row]], dict[int, UUID]]:
    """{question key: {language: its row}}, and {id of a course: key of its page}."""
    rows: dict[UUID, dict[str, _Row]] = defaultdict(dict)
    courses = {}
    held = Question.objects.filter(translation_key__in=keys).order_by("key")
    for key, language, live, course, page_key, body in held.values_list(
        "translation_key",
        "locale__language_code",
        "live",
        "bank__course",
        "bank__course__page_key",
        Cast("body", TextField()),
    ):
        rows[key][language] = _Row(live, course, body)
        courses[course] = page_key
    return rows, courses


def _state(row: _Row | None, source: _Row, acts: list) -> TranslationState:
    # Where nothing is known of a translation its words make no difference.
    is_asked = row is not None and row.live and bool(acts)
    published = Published(
        source=_hash_of(source.body) if is_asked else "",
        content=None if row is None else _hash_of(row.body) if is_asked else "",
        is_live=row is not None and row.live,
        source_changed_at=None,
    )
    return standing_of(published, acts).state


def _hash_of(body: str) -> str:
    return _hashes.of([body])[body]


def _hash(bodies: set[str]) -> dict[str, str]:
    return {body: stored_hash(Question, {"body": body}) for body in bodies}


# The same words have the same hash for good: of a long list only what was changed since
# this process last looked is hashed again.
_hashes = Remembered(_hash, most=8192)


def _written_in(courses: dict[int, UUID]) -> dict[int, str]:
    """{id of a course: the language it is written in}"""
    codes: dict[UUID, list[tuple[str, bool]]] = defaultdict(list)
    for key, code, is_live in CoursePage.objects.filter(
        translation_key__in=courses.values(), alias_of=None
    ).values_list("translation_key", "locale__language_code", "live"):
        codes[key].append((code, is_live))
    return {
        course: source_language_of(
            [code for code, is_live in codes[page_key] if is_live]
            or [code for code, _is_live in codes[page_key]]
        )
        for course, page_key in courses.items()
    }


def standing_in(language: str, state: str, keys: Iterable[UUID]) -> list[UUID]:
    """Those of the questions that stand so in a language: "missing", "draft", "outdated"
    or "done"."""
    done = {
        TranslationState.TRANSLATED,
        TranslationState.REVIEWED,
        TranslationState.APPROVED,
        TranslationState.SOURCE,
    }
    wanted = done if state == "done" else {state}
    return [
        key
        for key, states in standings_of(keys, [language]).items()
        if states.get(language) in wanted
    ]
