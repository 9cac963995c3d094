"""Files that are made again and again, and told of by mail.

A period is taken by moving `next_on` on, in the transaction that asks for the file: cut
off anywhere, there is one file and one mail for each, or none yet. Periods that nobody
could be written to in, because mail was paused, are not made up for.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from certificates.models import day_of
from lms import audit
from lms.errors import DomainError
from organisations.domain.employers import oversees_employer
from organisations.models import User
from tracking.domain.exports.asking import begin
from tracking.domain.exports.chosen import Choice, choice_of
from tracking.domain.reminders.plans import Plans
from tracking.enums import Rhythm
from tracking.models import RegularExport

# More than anybody looks after.
MOST_OF_ONE = 20
LAST_DAY_OF_MONTH = 28
DAYS_OF_WEEK = 7


def first_after(day: date, rhythm: str, on_day: int) -> date:
    """The next day after one on which a file is made."""
    if rhythm == Rhythm.WEEKLY:
        return day + timedelta(days=(on_day - day.isoweekday() - 1) % DAYS_OF_WEEK + 1)
    if day.day < on_day:
        return day.replace(day=on_day)
    months = day.year * 12 + day.month
    return date(months // 12, months % 12 + 1, on_day)


@transaction.atomic
def make_regular(
    choice: Choice,
    *,
    form: str,
    rhythm: str,
    on_day: int,
    actor: User,
    now: datetime,
) -> RegularExport:
    """Have a file made again and again, for whoever asks; today's, where today is the
    day. Raises DomainError ("no_day"), ("too_many") or ("no_such_column")."""
    latest = DAYS_OF_WEEK if rhythm == Rhythm.WEEKLY else LAST_DAY_OF_MONTH
    if not 1 <= on_day <= latest:
        raise DomainError(
            _("Choose a weekday, or a day of the month from 1 to 28."), code="no_day"
        )
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    if RegularExport.objects.filter(owner=actor).count() >= MOST_OF_ONE:
        raise DomainError(
            _("You have %(most)s regular files. Delete one first.")
            % {"most": MOST_OF_ONE},
            code="too_many",
        )
    made = RegularExport.objects.create(
        **choice.fields,
        form=form,
        owner=actor,
        rhythm=rhythm,
        on_day=on_day,
        next_on=first_after(day_of(now) - timedelta(days=1), rhythm, on_day),
        made_at=now,
    )
    _record("made", made, actor, now=now)
    return made


@transaction.atomic
def pause(regular: RegularExport, *, actor: User, now: datetime) -> None:
    """Have no file made until it goes on."""
    RegularExport.objects.filter(pk=regular.pk).update(is_paused=True)
    _record("paused", regular, actor, now=now)


@transaction.atomic
def go_on(regular: RegularExport, *, actor: User, now: datetime) -> None:
    """Have files made again, from today on; also of one that ended by itself."""
    yesterday = day_of(now) - timedelta(days=1)
    row = RegularExport.objects.select_for_update().get(pk=regular.pk)
    row.is_paused, row.stopped_at = False, None
    # What was made for today is not made again.
    row.next_on = max(
        row.next_on, first_after(yesterday, regular.rhythm, regular.on_day)
    )
    row.save(update_fields=["is_paused", "stopped_at", "next_on"])
    _record("resumed", regular, actor, now=now)


@transaction.atomic
def delete(regular: RegularExport, *, actor: User, now: datetime) -> None:
    """Have no file made any more; what was made stays for its week."""
    _record("deleted", regular, actor, now=now)
    regular.delete()


def send_due(now: datetime) -> int:
    """For the tick: ask for the files that are due, at the hours at which mail goes out;
    returns how many."""
    due = RegularExport.objects.filter(
        next_on__lte=day_of(now), is_paused=False, stopped_at=None
    )
    plans = Plans()
    return sum(_take(pk, plans, now=now) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _take(pk: int, plans: Plans, *, now: datetime) -> bool:
    today = day_of(now)
    row = (
        RegularExport.objects.select_for_update(of=("self",))
        .select_related("organisation", "course", "department", "owner")
        .filter(pk=pk, next_on__lte=today, is_paused=False, stopped_at=None)
        .first()
    )
    if row is None:
        return False
    if not _may_go_on(row):
        row.stopped_at = now
        row.save(update_fields=["stopped_at"])
        _record("stopped", row, None, now=now)
        return False
    if not plans.of(row.organisation.path).is_awake(now):
        return False
    wanted = {
        **choice_of(row).fields,
        "form": row.form,
        "day": today,
        "regular": row,
        "period": row.next_on,
    }
    row.next_on = first_after(today, row.rhythm, row.on_day)
    row.save(update_fields=["next_on"])
    begin(wanted, owner=row.owner, language=row.owner.language, now=now)
    return True


def _may_go_on(row: RegularExport) -> bool:
    """Whether its owner still looks after those people."""
    return oversees_employer(row.owner, row.organisation)


def _record(what: str, row: RegularExport, actor: User | None, *, now: datetime):
    audit.record(
        f"tracking.regular_export_{what}",
        actor=actor,
        subject=row,
        organisation=row.organisation_id,
        now=now,
        data={"rhythm": row.rhythm, "on_day": row.on_day, "course": row.course.code},
    )
