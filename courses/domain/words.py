"""Words that somebody typed, before they are kept or shown to others."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.domain.checklist.notes import findings_of_note
from courses.enums import Audience
from lms.detector import Seen, unconfirmed
from lms.errors import DomainError


class MentionsPeople(DomainError):  # noqa: N818 -- what was noticed, not a fault
    """The text may be about a real person: its writer changes it, or confirms it."""

    def __init__(self, seen: list[Seen]) -> None:
        super().__init__(
            _(
                "This may point to a person. It is not kept yet: change it, or keep it "
                "as it is if it is about nobody."
            ),
            code="people",
        )
        self.seen = seen


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
        raise MentionsPeople(seen)
    return text


def refuse_terms(words: str, *, actor) -> None:
    """Raises DomainError "words" where what an author tells learners has a term that can
    stigmatise (ETHICS N1). Nobody says in which language they write: the page's, or
    their own."""
    found = [
        finding.message
        for language in sorted({get_language(), actor.language})
        for finding in findings_of_note(
            words, language=language, audience=Audience.PROFESSIONALS
        )
    ]
    if found:
        raise DomainError(" ".join(dict.fromkeys(found)), code="words")
