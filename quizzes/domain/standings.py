"""How questions stand in each language, as the list of questions shows it."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from courses.domain.languages.content import content_hash
from courses.domain.languages.standings import acts_of
from courses.domain.languages.state import Published, standing_of
from courses.domain.languages.things import source_language_of
from courses.enums import TranslationState
from courses.models import CoursePage
from quizzes.models import Question

# {question key: {language: how it stands}}
Standings = dict[UUID, dict[str, TranslationState]]


def standings_of(keys: Iterable[UUID], languages: Iterable[str]) -> Standings:
    """How these questions stand in these languages. In three queries.

    What is written only in another language than its course counts as written in that
    one: somebody has to begin somewhere.
    """
    keys, languages = set(keys), list(languages)
    rows: dict[UUID, dict[str, Question]] = defaultdict(dict)
    held = Question.objects.filter(translation_key__in=keys)
    for row in held.select_related("locale", "bank__course"):
        rows[row.translation_key][row.locale.language_code] = row
    written = _written_in(
        {one.bank.course for r in rows.values() for one in r.values()}
    )
    acts = acts_of(rows)
    found: Standings = {}
    for key, by_language in rows.items():
        course = next(iter(by_language.values())).bank.course_id
        first = written.get(course, "en")
        source = first if first in by_language else source_language_of(by_language)
        hashed = content_hash(by_language[source])
        found[key] = {
            language: _state(
                by_language.get(language), hashed, acts.get((key, language), [])
            )
            for language in languages
            if language != source
        }
        live = by_language[source].live
        found[key][source] = TranslationState.SOURCE if live else TranslationState.DRAFT
    return found


def _state(row: Question | None, source: str, acts: list) -> TranslationState:
    published = Published(
        source=source,
        content=None if row is None else content_hash(row),
        is_live=row is not None and row.live,
        source_changed_at=None,
    )
    return standing_of(published, acts).state


def _written_in(courses) -> dict[int, str]:
    """{id of a course: the language it is written in}"""
    codes: dict[UUID, list[tuple[str, bool]]] = defaultdict(list)
    keys = {course.page_key for course in courses}
    for key, code, is_live in CoursePage.objects.filter(
        translation_key__in=keys, alias_of=None
    ).values_list("translation_key", "locale__language_code", "live"):
        codes[key].append((code, is_live))
    return {
        course.pk: source_language_of(
            [code for code, is_live in codes[course.page_key] if is_live]
            or [code for code, _is_live in codes[course.page_key]]
        )
        for course in courses
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
