"""What learners are told about an edition is read for words that can stigmatise, as the
lessons themselves are (ETHICS N1)."""

from datetime import datetime

from django.conf import settings

from courses.domain.checklist.reasons import LEAST_WORDS, keep_reason
from courses.domain.checklist.texts import Text
from courses.domain.checklist.words import findings_in
from courses.enums import Audience
from courses.models import Course, WordingReason
from lms.errors import DomainError
from lms.publishing import Finding

# A reason for a note answers for no page: it is about another text.
RULE = "note"


def findings_of_note(note: str, *, language: str, audience: str) -> list[Finding]:
    """The words of a note that need others, or a reason."""
    return findings_in([Text("", note)], language=language, audience=audience)


def words_to_think_of(note: str) -> list[str]:
    """What colleagues say to each other that has better words. Nobody says in which
    language they write, so it is read in all of them. It is guidance: nothing stops."""
    found = [
        finding.message
        for language, _name in settings.LANGUAGES
        for finding in findings_of_note(
            note, language=language, audience=Audience.PROFESSIONALS
        )
    ]
    return list(dict.fromkeys(found))


def says_why(reason: str) -> bool:
    """Whether a reason is a sentence rather than a word."""
    return len(reason.split()) >= LEAST_WORDS


def check_notes(
    course: Course, notes: dict[str, str], *, reason: str, actor, now: datetime
) -> list[WordingReason]:
    """Keep the reason for every term in the notes of an edition.

    Raises DomainError "words" where there is a term and no reason.
    """
    found = [
        (language, finding)
        for language, note in notes.items()
        for finding in findings_of_note(
            note, language=language, audience=course.audience
        )
    ]
    if found and not says_why(reason):
        raise DomainError(
            " ".join(finding.message for _language, finding in found), code="words"
        )
    return [
        keep_reason(
            WordingReason(
                subject_key=course.page_key,
                language=language,
                rule=RULE,
                subject=finding.subject,
                reason=reason.strip(),
                given_by=actor,
                given_at=now,
            ),
            organisation=course.owner_id,
        )
        for language, finding in found
    ]
