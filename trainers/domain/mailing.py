"""Mails about accreditations. Each has a key, so that twice is once; who signs in by badge
has no address, and finds the same on their page."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from lms.mail import Mail, send_after_commit
from organisations.models import User
from trainers.domain.naming import programme_name
from trainers.enums import Act
from trainers.models import Accreditation, Application, Period, Suspension, Transition


def page_of(accreditation: Accreditation) -> str:
    """The full address of an accreditation's page."""
    path = reverse("trainers:accreditation", args=[accreditation.uuid])
    return f"{settings.RELAY_BASE_URL}{path}"


def ask_superior(application: Application, *, token: str, now: datetime) -> None:
    """Ask the superior to commit, in the language of the employer."""
    accreditation = application.accreditation
    language = accreditation.employer.languages[0]
    path = reverse("trainers:superior", args=[token])
    mail = Mail(
        template="trainers/mail/superior",
        to=[application.superior_email],
        language=language,
        context={
            "name": application.superior_name,
            "candidate": accreditation.person.printed_name,
            "programme": programme_name(accreditation.programme, language),
            "employer": accreditation.employer.name,
            "hours": application.hours_per_year,
            "groups": application.groups_planned,
            "link": f"{settings.RELAY_BASE_URL}{path}",
        },
        idempotency_key=f"trainers.superior:{application.uuid}",
    )
    send_after_commit(mail, now=now)


def tell(transition: Transition, *, now: datetime) -> bool:
    """Tell the trainer that a step was taken; False where they have no address."""
    accreditation = transition.accreditation
    return send_to(
        accreditation.person,
        "step",
        f"trainers.step:{transition.pk}",
        {
            **_about(accreditation, accreditation.person.language),
            "state": Act(transition.act),
            "until": _until(accreditation),
            "comment": "" if transition.act == Act.WITHDRAW else transition.comment,
        },
        now=now,
    )


def tell_of_suspension(suspension: Suspension, what: str, *, now: datetime) -> bool:
    """Tell the trainer that it was "begun", "confirmed" or "ended"."""
    accreditation = suspension.accreditation
    return send_to(
        accreditation.person,
        f"suspension_{what}",
        f"trainers.suspension.{what}:{suspension.uuid}",
        {
            **_about(accreditation, accreditation.person.language),
            "suspension": suspension,
        },
        now=now,
    )


def remind_of_end(period: Period, days: int, *, now: datetime) -> bool:
    """Tell the trainer, once for each step of days, that the end comes."""
    accreditation = period.accreditation
    return send_to(
        accreditation.person,
        "ends",
        f"trainers.ends:{period.pk}:{days}",
        {
            **_about(accreditation, accreditation.person.language),
            "until": period.ends_on,
        },
        now=now,
    )


def remind_of_review(suspension: Suspension, *, now: datetime) -> bool:
    """Tell whoever began a suspension that it is to be looked at again."""
    accreditation, owner = suspension.accreditation, suspension.opened_by
    return send_to(
        owner,
        "review",
        f"trainers.review:{suspension.uuid}:{suspension.review_on}",
        {
            **_about(accreditation, owner.language),
            "trainer": accreditation.person,
            "suspension": suspension,
        },
        now=now,
    )


def _about(accreditation: Accreditation, language: str) -> dict:
    return {
        "programme": programme_name(accreditation.programme, language),
        "link": page_of(accreditation),
    }


def _until(accreditation: Accreditation):
    running = accreditation.periods.filter(cut_on=None).order_by("-ends_on").first()
    return running and running.ends_on


def send_to(person: User, name: str, key: str, context: dict, *, now: datetime) -> bool:
    """Mail somebody "trainers/mail/<name>", once for each key; False where they have no
    address, their account is closed, or it was sent before."""
    if not person.email or not person.is_active:
        return False
    mail = Mail(
        template=f"trainers/mail/{name}",
        to=[person.email],
        language=person.language,
        context={"name": person.printed_name, **context},
        idempotency_key=key,
    )
    return send_after_commit(mail, now=now).created_at == now
