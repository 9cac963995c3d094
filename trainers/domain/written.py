"""What somebody writes down as evidence of a step, and whether it can be kept."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from courses.domain.words import own_words
from lms.errors import DomainError
from organisations.models import Sector, User
from trainers.domain.facts import Facts
from trainers.domain.periods import may_co_facilitate, may_lead
from trainers.enums import SCORE_KINDS, SESSION_KINDS, EvidenceKind
from trainers.models.evidence import NOTE_MOST

# Words are what these consist of.
WORDED = (EvidenceKind.SELF_ASSESSMENT,)


@dataclass(frozen=True)
class Session:
    """A training session as somebody writes it down: counts and places, nobody's name."""

    role: str
    hours: Decimal
    place: str
    language: str
    sector: Sector
    head_count: int
    is_whole_group: bool = False


@dataclass(frozen=True)
class Written:
    """What somebody writes down. `key` comes from the device, so that twice is once;
    None: it is new. Fields that the kind has no use for stay as they are."""

    kind: EvidenceKind
    on_day: date
    note: str = ""
    session: Session | None = None
    score: int | None = None
    answers: int | None = None
    held: int | None = None
    missed: int | None = None
    key: UUID | None = None
    confirmation: str = ""
    asked_of: User | None = None


def checked_note(facts: Facts, written: Written) -> str:
    """The note as it is kept. Raises DomainError: "future" for a day to come, "too_early"
    for a session on a day on which the candidate could not have given it, "language" for
    one in another language, "numbers" where one is missing or does not fit, "empty"
    where the words are what it is about; and what the detector says."""
    accreditation = facts.accreditation
    if written.on_day > facts.day:
        raise DomainError(_("This day is in the future."), code="future")
    if written.kind in SESSION_KINDS:
        _refuse_day(facts, written)
        if (
            written.session is None
            or written.session.language != accreditation.language
        ):
            raise DomainError(
                _("A session in another language does not count here."), code="language"
            )
    if not _numbers_fit(written):
        raise DomainError(
            _("A number is missing or does not fit. Nothing was kept yet."),
            code="numbers",
        )
    note = own_words(written.note, most=NOTE_MOST, confirmation=written.confirmation)
    if written.kind in WORDED and not note:
        raise DomainError(_("Write something: this step is about it."), code="empty")
    return note


def _refuse_day(facts: Facts, written: Written) -> None:
    accreditation = facts.accreditation
    who = (accreditation.person, accreditation.programme, accreditation.language)
    allowed = (
        may_lead if written.kind == EvidenceKind.LED_SESSION else may_co_facilitate
    )
    if not allowed(*who, written.on_day):
        raise DomainError(
            _("On that day this was not allowed yet, or not any more."),
            code="too_early",
        )


def _numbers_fit(written: Written) -> bool:
    if written.kind in SESSION_KINDS:
        session = written.session
        return session.hours > 0 and session.head_count >= 1 and bool(session.place)
    if written.kind == EvidenceKind.FEEDBACK and not written.answers:
        return False
    if written.kind in SCORE_KINDS:
        return written.score is not None and 0 <= written.score <= 100
    if written.kind == EvidenceKind.ATTENDANCE:
        return bool(written.held) and 0 <= (written.missed or 0) <= written.held
    return True
