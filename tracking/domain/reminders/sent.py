"""What was sent to an organisation's people: by day, and one by one. Who was reminded of
which course and why, and nothing of how far they are (ETHICS P5)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from organisations.domain.employers import part_of
from organisations.models import Organisation
from tracking.enums import ReminderKind
from tracking.models import Reminder

DAYS_SHOWN = 14


@dataclass(frozen=True)
class DaySent:
    """How many people were reminded on a day, by how many mails, and how many mails came
    back since."""

    day: date
    people: int
    mails: int
    returned: int


def sent_to(
    organisation: Organisation,
    *,
    search: str = "",
    kind: str = "",
    day: date | None = None,
) -> QuerySet[Reminder]:
    """What was sent, the latest first; narrowed to a name, a reason, a day."""
    found = (
        Reminder.objects.filter(part_of(organisation, place="place"))
        .filter(Q(sent_at__isnull=False) | Q(kind=ReminderKind.BY_HAND))
        .select_related(
            "user", "place", "mail", "by", "obligation__requirement__course"
        )
        .order_by("-day", "-pk")
    )
    if search:
        found = found.filter(user__printed_name__icontains=search)
    if kind:
        found = found.filter(kind=kind)
    return found.filter(day=day) if day else found


def by_day(organisation: Organisation) -> list[DaySent]:
    """The last days on which something was sent, the latest first."""
    days = (
        Reminder.objects.filter(part_of(organisation, place="place"))
        .filter(sent_at__isnull=False)
        .values("day")
        .annotate(
            people=Count("user", distinct=True),
            mails=Count("mail", distinct=True),
            returned=Count(
                "mail", distinct=True, filter=Q(mail__bounced_at__isnull=False)
            ),
        )
        .order_by("-day")[:DAYS_SHOWN]
    )
    return [DaySent(**one) for one in days]
