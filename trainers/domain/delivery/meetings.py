"""Meetings of a group, written down after they were held: counts, and a short note about
how it went that names nobody (CURRICULUM 3.2, ETHICS P13)."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.domain.words import own_words, refuse_terms
from lms.detector import MentionsPeople
from lms.errors import DomainError
from organisations.models import User
from trainers.domain.delivery.holding import locked_running, record
from trainers.domain.delivery.plans import refuse_unless_allowed
from trainers.enums import Adaptation, SessionRole
from trainers.models import DeliveredGroup, GroupMeeting
from trainers.models.delivery import (
    FEWEST_MINUTES,
    MOST_HEADS,
    MOST_MINUTES,
    NOTE_MOST,
    SLACK,
)


@dataclass(frozen=True)
class Meeting:
    """A meeting as somebody writes it down. `smiles` are how many said good, so-so and
    bad; None: it was not asked. `adaptations` are words of Adaptation."""

    number: int
    on_day: date
    minutes: int
    head_count: int
    led_by: User
    smiles: tuple[int, int, int] | None = None
    adaptations: tuple[str, ...] = ()
    note: str = ""


@transaction.atomic
def record_meeting(
    group: DeliveredGroup,
    meeting: Meeting,
    *,
    key: uuid.UUID | None = None,
    actor: User,
    now: datetime,
) -> GroupMeeting:
    """Write down a meeting that was held. The same `key` twice is one meeting, so that a
    phone may send again; with other numbers it puts right what the same person wrote and
    nobody else has put right since. The caller has asked whether `actor` keeps the log.

    Raises DomainError: "ended" for a group that is over; "number" and "taken" for a
    number that it cannot have, "future" and "order" for a day, "minutes", "heads",
    "smiles" and "adaptations" for what cannot be meant; "people", "long" and "words" for
    the note; "trainers" for a lead who is none of its trainers, and "not_accredited" for
    one who might not lead that day: such a meeting counts for nothing.
    """
    held = locked_running(group)
    if known := held.meetings.filter(uuid=key).first():
        if _is_the_same(known, meeting):
            return known
        if known.written_by_id == actor.pk:
            return _put_right(held, known, meeting, actor=actor, now=now)
    if key is None or GroupMeeting.objects.filter(uuid=key).exists():
        key = uuid.uuid4()
    note = _checked(held, meeting, None, actor=actor, now=now)
    made = GroupMeeting.objects.create(
        uuid=key, group=held, written_by=actor, **_fields(meeting, note)
    )
    record("meeting_recorded", held, actor=actor, now=now, data=_told(made))
    return made


@transaction.atomic
def correct_meeting(
    meeting: GroupMeeting, wanted: Meeting, *, actor: User, now: datetime
) -> GroupMeeting:
    """Say it otherwise; what stands last counts, and the audit log has what stood there
    before. Raises DomainError as `record_meeting`, and "gone" for one that was
    removed."""
    held = locked_running(meeting.group)
    row = _standing(held, meeting)
    return _put_right(held, row, wanted, actor=actor, now=now)


@transaction.atomic
def remove_meeting(meeting: GroupMeeting, *, actor: User, now: datetime) -> None:
    """Take out a meeting that was entered by mistake; its number is free again. The
    audit log has its counts. Raises DomainError "ended" and "gone"."""
    held = locked_running(meeting.group)
    row = _standing(held, meeting)
    data = _told(row)
    row.delete()
    record("meeting_removed", held, actor=actor, now=now, data=data)


def _is_the_same(row: GroupMeeting, meeting: Meeting) -> bool:
    """Whether this is what stands there already."""
    note = meeting.note.replace("\r\n", "\n").strip()
    fields = _fields(meeting, note)
    return all(getattr(row, name) == value for name, value in fields.items())


def _put_right(
    group: DeliveredGroup,
    row: GroupMeeting,
    wanted: Meeting,
    *,
    actor: User,
    now: datetime,
) -> GroupMeeting:
    note = _checked(group, wanted, row, actor=actor, now=now)
    before, noted = _told(row), row.note
    for name, value in _fields(wanted, note).items():
        setattr(row, name, value)
    row.written_by = actor
    row.save()
    data = {**_told(row), "before": before, "is_other_note": noted != row.note}
    record("meeting_corrected", group, actor=actor, now=now, data=data)
    return row


def _standing(group: DeliveredGroup, meeting: GroupMeeting) -> GroupMeeting:
    row = group.meetings.filter(pk=meeting.pk).first()
    if row is None:
        raise DomainError(_("This meeting was removed."), code="gone")
    return row


def _checked(
    group: DeliveredGroup,
    meeting: Meeting,
    stands: GroupMeeting | None,
    *,
    actor: User,
    now: datetime,
) -> str:
    """The note as it is kept; `stands` is the meeting that is corrected."""
    others = group.meetings.all()
    if stands is not None:
        others = others.exclude(pk=stands.pk)
    _refuse_place(group, meeting, list(others), now)
    _refuse_numbers(meeting)
    _refuse_lead(group, meeting, stands)
    return _note(meeting.note, actor=actor)


def _refuse_place(
    group: DeliveredGroup, meeting: Meeting, others: list[GroupMeeting], now: datetime
) -> None:
    if meeting.on_day > timezone.localdate(now):
        raise DomainError(
            _("This day is in the future. Write a meeting down once it was held."),
            code="future",
        )
    most = group.meetings_planned + SLACK
    if not 1 <= meeting.number <= most:
        raise DomainError(
            _("This group has meetings 1 to %(most)s.") % {"most": most}, code="number"
        )
    for one in others:
        words = {
            "number": one.number,
            "day": date_format(one.on_day, "DATE_FORMAT"),
        }
        if one.number == meeting.number:
            raise DomainError(
                _("Meeting %(number)s is written down already, on %(day)s.") % words,
                code="taken",
            )
        is_early = one.number < meeting.number and meeting.on_day < one.on_day
        is_late = one.number > meeting.number and meeting.on_day > one.on_day
        if is_early or is_late:
            raise DomainError(
                _("Meeting %(number)s was on %(day)s: the days go in order.") % words,
                code="order",
            )


def _refuse_numbers(meeting: Meeting) -> None:
    if not FEWEST_MINUTES <= meeting.minutes <= MOST_MINUTES:
        raise DomainError(
            _("A meeting lasts %(fewest)s to %(most)s minutes.")
            % {"fewest": FEWEST_MINUTES, "most": MOST_MINUTES},
            code="minutes",
        )
    if not 0 <= meeting.head_count <= MOST_HEADS:
        raise DomainError(
            _("A head-count is from 0 to %(most)s.") % {"most": MOST_HEADS},
            code="heads",
        )
    smiles = meeting.smiles
    if smiles is not None and (
        len(smiles) != 3 or min(smiles) < 0 or sum(smiles) > meeting.head_count
    ):
        raise DomainError(
            _("There are more smileys than people, or fewer than none."),
            code="smiles",
        )
    if not set(meeting.adaptations) <= set(Adaptation.values):
        raise DomainError(_("Choose adaptations from the list."), code="adaptations")


def _refuse_lead(
    group: DeliveredGroup, meeting: Meeting, stands: GroupMeeting | None
) -> None:
    person = meeting.led_by
    led_before = stands is not None and stands.led_by_id == person.pk
    if not (led_before or group.facilitators.filter(person=person).exists()):
        raise DomainError(
            _("Whoever leads a meeting is one of the trainers of the group."),
            code="trainers",
        )
    refuse_unless_allowed(
        person, SessionRole.LEAD, group.programme, group.language, [meeting.on_day]
    )


def _note(text: str, *, actor: User) -> str:
    # Nothing is confirmed here, as it is elsewhere: the log is of youngsters, and a note
    # can always be said without whatever looked like one of them.
    try:
        words = own_words(text, most=NOTE_MOST, confirmation="")
    except MentionsPeople as problem:
        found = ", ".join(dict.fromkeys(one.excerpt for one in problem.seen))
        raise MentionsPeople(
            _(
                "This may point to a person: %(found)s. The log holds numbers only: take "
                "it out of the note."
            )
            % {"found": found},
            problem.seen,
        ) from None
    refuse_terms(words, actor=actor)
    return words


def _fields(meeting: Meeting, note: str) -> dict:
    good, so_so, bad = meeting.smiles or (None, None, None)
    return {
        "number": meeting.number,
        "on_day": meeting.on_day,
        "minutes": meeting.minutes,
        "head_count": meeting.head_count,
        "led_by": meeting.led_by,
        "smiles_good": good,
        "smiles_so_so": so_so,
        "smiles_bad": bad,
        # In the order of the list, each once.
        "adaptations": [one for one in Adaptation.values if one in meeting.adaptations],
        "note": note,
    }


def _told(meeting: GroupMeeting) -> dict:
    """What the audit log keeps of a meeting: all but the words and what people thought
    of it, which is nobody's trail."""
    return {
        "meeting": str(meeting.uuid),
        "number": meeting.number,
        "on_day": meeting.on_day.isoformat(),
        "minutes": meeting.minutes,
        "heads": meeting.head_count,
        "adaptations": meeting.adaptations,
        "led_by": str(meeting.led_by.uuid),
    }
