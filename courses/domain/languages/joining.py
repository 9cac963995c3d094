"""Which languages an edition may hold: those in which everything is approved."""

from django.utils.translation import ngettext

from courses.domain.languages.standings import CourseLanguages
from courses.enums import TranslationState

# Of what keeps a language out, this many are named.
NAMED = 3


def refusals(languages: CourseLanguages, language: str) -> list[str]:
    """What keeps a language out of the next edition, a sentence for each state; nothing
    for the language the course is written in."""
    if language == languages.source_language:
        return []
    by_state: dict[TranslationState, list[str]] = {}
    for cell in languages.of(language):
        if cell.state != TranslationState.APPROVED:
            title = str(cell.thing.rows[languages.source_language])
            by_state.setdefault(cell.state, []).append(title)
    return [
        _sentence(state, by_state[state])
        for state in TranslationState
        if state in by_state
    ]


def _sentence(state: TranslationState, titles: list[str]) -> str:
    named = ", ".join(f"“{title}”" for title in titles[:NAMED])
    more = len(titles) - NAMED
    if more > 0:
        named += ngettext(" and %(more)s more", " and %(more)s more", more) % {
            "more": more
        }
    return f"{state.label}: {named}."
