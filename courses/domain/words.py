"""Words that somebody typed, before they are kept or shown to others."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.domain.checklist.notes import findings_of_note
from courses.enums import Audience
from lms.detector import MentionsPeople, unconfirmed
from lms.errors import DomainError


def own_words(text: str, *, most: int, confirmation: str) -> str:
    """The text as it is kept, "" for one of blanks alone.

    Raises DomainError beyond `most` characters ("long"), and MentionsPeople unless
    `confirmation` is that of this very text (lms.detector.confirmation_of).
    """
    text = text.replace("\r\n", "\n").strip()
    if len(text) > most:
        raise DomainError(
            _("This is longer than %(most)s characters. Nothing is lost: shorten it.")
            % {"most": most},
            code="long",
        )
    if seen := unconfirmed(text, confirmation=confirmation):
        raise MentionsPeople(
            _(
                "This may point to a person. It is not kept yet: change it, or keep it "
                "as it is if it is about nobody."
            ),
            seen,
        )
    return text


def stigmatising_terms(words: str, language: str) -> list[str]:
    """What can stigmatise in words that learners read (ETHICS N1), with what to write
    instead, in sentences."""
    found = findings_of_note(words, language=language, audience=Audience.PROFESSIONALS)
    return [one.message for one in found]


def refuse_terms(words: str, *, actor) -> None:
    """Raises DomainError "words" where what an author tells learners has a term that can
    stigmatise (ETHICS N1). Nobody says in which language they write: the page's, or
    their own."""
    found = [
        message
        for language in sorted({get_language(), actor.language})
        for message in stigmatising_terms(words, language)
    ]
    if found:
        raise DomainError(" ".join(dict.fromkeys(found)), code="words")
