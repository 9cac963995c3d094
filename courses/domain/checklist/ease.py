"""Whether a thing reads easily enough for those it is written for.

A law or an agreement is what it is: who has a reason for a hard text writes it down, as
for a word.
"""

from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext as _

from courses.domain.checklist.reading import LIMITS, level_of
from courses.domain.checklist.reasons import answered
from courses.domain.checklist.subjects import audience_of
from courses.domain.checklist.texts import texts_of
from lms.publishing import Finding

RULE = "reading"
SUBJECT = "reading"


def check_ease(thing: models.Model) -> Iterator[Finding]:
    texts = [text.words for text in texts_of(thing)]
    level = level_of(texts, thing.locale.language_code)
    least = LIMITS[audience_of(thing)]
    if level.ease is None or level.ease >= least or answered(thing, RULE):
        return
    yield Finding(
        RULE,
        _(
            "Hard to read (%(ease)d of 100, and %(least)d is needed). Begin with these "
            "sentences: %(hardest)s"
        )
        % {
            "ease": max(0, round(level.ease)),
            "least": least,
            "hardest": " / ".join(f"“{_short(one)}”" for one in level.hardest),
        },
        subject=SUBJECT,
    )


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= 90 else f"{sentence[:88]} …"
