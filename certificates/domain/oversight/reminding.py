"""A letter to programme owners, while something waits for their decision."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from certificates.domain.appeals.deciding import is_somebody_else
from certificates.domain.appeals.reading import appeals_for
from certificates.domain.oversight.corrections import corrections_for
from certificates.domain.recognition.reading import waiting_for
from certificates.models import Appeal, day_of
from certificates.rules import owning_at
from lms.mail import Mail, send_after_commit
from organisations.enums import Role
from organisations.models import Membership, User


@dataclass(frozen=True)
class Waiting:
    """How much waits for a person: appeals, of which so many are late, names to put
    right, and trainings to recognise."""

    appeals: int
    late: int
    names: int
    recognitions: int

    def __bool__(self) -> bool:
        return any((self.appeals, self.names, self.recognitions))


def remind_of_decisions(now: datetime) -> int:
    """Write to every programme owner for whom something waits: once a week, and once more
    in the week in which an appeal is late. Returns to how many a letter was written or
    had been. Run it as often as you like."""
    return sum(_remind(user, now=now) for user in _owners(now).order_by("pk"))


def waiting_for_owner(user, *, now: datetime) -> Waiting:
    """What a person can decide on: not what others must, such as their own appeal."""
    appeals = [
        one for one in appeals_for(user).waiting() if is_somebody_else(one, user)
    ]
    return Waiting(
        appeals=len(appeals),
        late=sum(one.is_late(now) for one in appeals),
        names=corrections_for(user).waiting().count(),
        recognitions=waiting_for(user).count(),
    )


def _owners(now: datetime):
    """Who has an address and answers for certificates; administrators, too, while there
    is an appeal that no owner can decide on."""
    roles = Membership.objects.on(day_of(now)).filter(role=Role.PROGRAMME_OWNER)
    told = Q(pk__in=roles.values("user"))
    if _is_left_alone(User.objects.filter(told, is_active=True)):
        told |= Q(is_superuser=True)
    return User.objects.filter(told, is_active=True, email__gt="")


def _is_left_alone(owners) -> bool:
    bodies = {owner: owning_at(owner) for owner in owners}
    waiting = Appeal.objects.waiting().select_related("event__certificate")
    return any(
        not any(
            is_somebody_else(one, owner)
            and (ids is None or one.event.certificate.issuer_id in ids)
            for owner, ids in bodies.items()
        )
        for one in waiting
    )


@transaction.atomic
def _remind(user: User, *, now: datetime) -> bool:
    waiting = waiting_for_owner(user, now=now)
    if not waiting:
        return False
    year, week, _day = timezone.localdate(now).isocalendar()
    urgency = "late" if waiting.late else "open"
    send_after_commit(
        Mail(
            template="certificates/mail/decisions_wait",
            to=[user.email],
            language=user.language,
            context={
                "appeals": waiting.appeals,
                "late": waiting.late,
                "names": waiting.names,
                "recognitions": waiting.recognitions,
                "links": {
                    "appeals": reverse("certificates_register:appeals"),
                    "names": reverse("certificates_register:corrections"),
                    "recognitions": reverse("recognition_queue"),
                },
            },
            idempotency_key=f"certificates.decisions:{user.pk}:{year}-{week}:{urgency}",
        ),
        now=now,
    )
    return True
