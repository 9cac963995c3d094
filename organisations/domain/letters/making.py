"""Asking for letters, and making them in the background.

A chunk at a time: codes and the PDF are made first, which takes seconds and holds up
nobody; then all of it is written in one transaction, or nothing. A worker that is
killed leaves letters that wait, and the next one makes those. A code exists in clear in
the memory of that worker and on paper, and nowhere else.
"""

from base64 import b64encode
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms import audit
from lms.chunks import Clock
from lms.errors import DomainError
from lms.sealed import seal
from lms.write_back import write_back
from organisations.domain.letters.codes import hash_of, make_code
from organisations.domain.letters.people import (
    CHOSEN_BY_HAND,
    WITHOUT,
    people_by_badge,
)
from organisations.domain.letters.printing import Printed, print_letters
from organisations.domain.letters.withdrawing import (
    withdraw_letters,
    withdraw_outdated,
)
from organisations.domain.locks import lock_many, lock_organisations
from organisations.enums import LetterLayout, LetterState, Role
from organisations.models import (
    Letter,
    LetterFile,
    LetterRun,
    Organisation,
    User,
)
from organisations.rules import roles_to_give
from organisations.tasks import make_letters

# So long a code on paper opens the door.
VALID_FOR = timedelta(days=60)
# Letters in one file, which is printed at once.
CHUNK = 100
MOST = 600
# What has not come further for so long is begun again.
SILENT = timedelta(minutes=30)


def who_would_get_one(
    organisation: Organisation, *, chosen: Collection[int] | None = None, now: datetime
):
    """Memberships of those a run would make letters for: of `chosen` ones those that can
    be; without a choice, of everybody who needs one."""
    people = people_by_badge(organisation, now=now, day=timezone.localdate(now))
    if chosen is None:
        return people.filter(letter_state__in=WITHOUT)
    return people.filter(letter_state__in=CHOSEN_BY_HAND, pk__in=chosen)


@transaction.atomic
def ask_for_letters(
    organisation: Organisation,
    *,
    layout: LetterLayout,
    chosen: Collection[int] | None = None,
    actor: User,
    now: datetime,
) -> LetterRun:
    """Have letters made in the background, for memberships that were chosen or for all
    who need one. The codes of their earlier letters open nothing any more.

    Raises DomainError `not_allowed` for who may not take on learners there, `nobody`,
    and `many` for more than 600 at once.
    """
    if Role.LEARNER not in roles_to_give(actor, organisation):
        raise DomainError(
            _("You cannot make letters for this organisation. None was made."),
            code="not_allowed",
        )
    # One at a time: two clicks must not become two letters for one person.
    lock_organisations(organisation.pk)
    wanted = who_would_get_one(organisation, chosen=chosen, now=now)[: MOST + 1]
    # People before their letters: one who comes in, or is merged, holds the person.
    lock_many(users=[one.user_id for one in wanted])
    people = list(wanted.all())
    if not people:
        raise DomainError(_("Nobody here needs a letter now."), code="nobody")
    if len(people) > MOST:
        raise DomainError(
            _("At most %(most)d letters are made at once. Choose fewer people.")
            % {"most": MOST},
            code="many",
        )
    withdraw_letters(
        Letter.objects.filter(user__in=[one.user_id for one in people]),
        actor=actor,
        now=now,
    )
    run = LetterRun.objects.create(
        organisation=organisation,
        layout=layout,
        asked_at=now,
        asked_by=actor,
        heard_at=now,
        total=len(people),
    )
    Letter.objects.bulk_create(
        Letter(
            run=run,
            user=one.user,
            organisation=one.organisation,
            badge_number=one.badge_number,
        )
        for one in people
    )
    audit.record(
        "organisations.letters_asked_for",
        actor=actor,
        subject=run,
        organisation=organisation.pk,
        now=now,
        data={"letters": len(people)},
    )
    make_letters.enqueue(run.pk)
    return run


def work_on(run_id: int, *, clock: Clock) -> None:
    """Make what a run's letters wait for; nothing of one that is finished."""
    while _chunk(run_id, now=clock()):
        pass


def resume(now: datetime) -> int:
    """Go on with what broke off; returns how many runs there were."""
    silent = LetterRun.objects.filter(finished_at=None, heard_at__lt=now - SILENT)
    pks = list(silent.values_list("pk", flat=True))
    LetterRun.objects.filter(pk__in=pks).update(heard_at=now)
    for pk in pks:
        make_letters.enqueue(pk)
    return len(pks)


def _chunk(run_id: int, *, now: datetime) -> bool:
    """Make the next letters; False when there are none."""
    run = LetterRun.objects.filter(pk=run_id, finished_at=None).first()
    if run is None:
        return False
    gone = _waiting(run).values_list("user", flat=True).order_by("pk")[:CHUNK]
    withdraw_outdated(now, people=list(gone))
    letters = list(
        _waiting(run).select_related("user", "organisation").order_by("pk")[:CHUNK]
    )
    printed = [Printed(one, make_code()) for one in letters]
    for one in printed:
        one.letter.code_hash = hash_of(one.code, one.letter.user_id)
    file = _file_of(run, printed, now=now) if printed else None
    return _write(run, file, letters, now=now)


def _file_of(run: LetterRun, printed: Sequence[Printed], *, now: datetime):
    content = print_letters(
        printed, layout=LetterLayout(run.layout), until=now + VALID_FOR, now=now
    )
    uuid = uuid4()
    sealed = seal(b64encode(content).decode(), purpose=purpose_of(uuid))
    return LetterFile(
        uuid=uuid, run=run, letters_made=len(printed), sealed=sealed, made_at=now
    )


def purpose_of(uuid) -> str:
    """What the PDF of a file is sealed for."""
    return f"letters {uuid}"


@transaction.atomic
def _write(
    run: LetterRun,
    file: LetterFile | None,
    letters: Sequence[Letter],
    *,
    now: datetime,
) -> bool:
    run = LetterRun.objects.select_for_update().get(pk=run.pk)
    if run.finished_at is not None:
        return False
    run.heard_at = now
    if file is None:
        run.finished_at = now
        run.save()
        return False
    pks = [one.pk for one in letters]
    still = set(
        _waiting(run)
        .filter(pk__in=pks)
        .select_for_update()
        .values_list("pk", flat=True)
    )
    if len(still) < len(letters):
        # Somebody else made or withdrew some of them meanwhile: printed anew without.
        run.save()
        return True
    file.save()
    for one in letters:
        one.file, one.made_at, one.expires_at = file, now, now + VALID_FOR
    write_back(letters, ["code_hash", "file", "made_at", "expires_at"])
    audit.record_all(
        "organisations.letter_made",
        actor=run.asked_by,
        subjects={one: {"person": one.user_id} for one in letters},
        organisations={one: one.organisation_id for one in letters},
        now=now,
    )
    run.save()
    return True


def _waiting(run: LetterRun):
    return run.letters.open().filter(made_at__isnull=True)


def state_counts(organisation: Organisation, *, now: datetime) -> dict[str, int]:
    """How many people without an address are in each state."""
    counts = dict.fromkeys(LetterState.values, 0)
    people = people_by_badge(organisation, now=now, day=timezone.localdate(now))
    for state in people.values_list("letter_state", flat=True):
        counts[state] += 1
    return counts
