"""Words that can stigmatise, found in a text (ETHICS N1, N8).

A form is found as a whole word, whatever its capitals; a star stands for any ending. A
letter with an accent is also found without it, as people type it; a letter without one
is not found with it: “résumé” is not “resume”. Between words of a form may be any
white space, and a curly apostrophe is a straight one.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.db import models
from django.utils.translation import gettext as _

from courses.domain.checklist.reasons import answered
from courses.domain.checklist.subjects import audience_of
from courses.domain.checklist.texts import Text, blocks_of, has_language, texts_of
from courses.enums import Audience
from courses.models import Term
from lms.publishing import Finding

RULE = "words"


@dataclass(frozen=True)
class Found:
    """A term in a text, as it is written there."""

    term_key: str
    written: str
    place: str


def words_in(texts: Iterable[Text], forms: dict[str, list[str]]) -> list[Found]:
    """Where the forms, {term key: its forms}, stand in texts: each once per place."""
    if not forms:
        return []
    pattern = _compiled(tuple((key, tuple(these)) for key, these in forms.items()))
    keys = list(forms)
    found = {
        (text.place, match.lastgroup): match[0]
        for text in texts
        for match in pattern.finditer(unicodedata.normalize("NFC", text.words))
    }
    return [
        Found(keys[int(group.removeprefix("t"))], written, place)
        for (place, group), written in found.items()
    ]


def check_words(thing: models.Model) -> Iterator[Finding]:
    """What a thing says that needs other words, or a reason."""
    language, audience = thing.locale.language_code, audience_of(thing)
    found = findings_in(_read(thing, audience), language=language, audience=audience)
    known = answered(thing, RULE) if found else set()
    yield from (one for one in found if one.subject not in known)


def findings_in(
    texts: Iterable[Text], *, language: str, audience: str
) -> list[Finding]:
    """What texts in a language, for an Audience, say that needs other words. The
    subject of each is the key of its term."""
    terms = {
        term.key: term
        for term in Term.objects.filter(language=language, withdrawn_at=None)
        if term.concerns(audience)
    }
    found = words_in(texts, {key: term.all_forms for key, term in terms.items()})
    return [
        Finding(RULE, _sentence(one, terms[one.term_key]), one.place, one.term_key)
        for one in found
    ]


def _sentence(found: Found, term: Term) -> str:
    return _("“%(written)s”: %(why)s Rather: %(suggestion)s") % {
        "written": found.written,
        "why": term.reason,
        "suggestion": term.suggestion,
    }


def _read(thing, audience: str) -> Iterator[Text]:
    yield from texts_of(thing)
    if audience == Audience.PROFESSIONALS:
        return
    # Facts and cases answer for themselves, but to a less strict list.
    for placed in blocks_of(thing):
        if has_language(placed.value):
            for text in texts_of(placed.value):
                yield Text(placed.place, text.words)


@lru_cache(maxsize=32)
def _compiled(forms: tuple[tuple[str, tuple[str, ...]], ...]) -> re.Pattern:
    choices = "|".join(
        f"(?P<t{number}>{'|'.join(map(_expression, these))})"
        for number, (_key, these) in enumerate(forms)
    )
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)", re.IGNORECASE)


def _expression(form: str) -> str:
    return "".join(map(_character, unicodedata.normalize("NFC", form)))


def _character(letter: str) -> str:
    if letter == "*":
        return r"\w*"
    if letter == " ":
        return r"\s+"
    if letter in "'’":
        return "['’]"
    bare = unicodedata.normalize("NFD", letter)[0]
    return re.escape(letter) if bare == letter else f"[{letter}{bare}]"
