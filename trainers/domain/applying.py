"""Becoming a candidate: base certificate, application, the superior's commitment and the
coordinator's signature (TRAINERS T0 and T1)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.domain.words import own_words
from lms import audit
from lms.errors import DomainError
from organisations.domain.queries import person_known_by
from organisations.models import Membership, Organisation, User
from trainers.domain.acting import go_on, locked, take
from trainers.domain.facts import Facts, facts_of
from trainers.domain.mailing import ask_superior
from trainers.domain.separation import refuse
from trainers.enums import Act, Signer, SignOffKind, State, Verdict
from trainers.models import (
    Accreditation,
    Application,
    SignOff,
    TrainerProgramme,
)
from trainers.models.applications import MOTIVATION_MOST

SALT = "trainers.superior"
# So long the link of the superior works; the candidate may have it sent again.
LINK_LASTS = timedelta(days=30)


@dataclass(frozen=True)
class Wish:
    """What a candidate writes: why, for how long they work in the sector, what the
    employer plans, and who the superior is. `confirmation` is that of the detector."""

    motivation: str
    years_in_sector: int
    hours_per_year: int
    groups_planned: int
    superior_name: str
    superior_email: str
    has_no_conflict: bool
    accepts_ethics: bool
    confirmation: str = ""


@transaction.atomic
def open_accreditation(
    person: User,
    programme: TrainerProgramme,
    *,
    language: str,
    employer: Organisation,
    now: datetime,
) -> Accreditation:
    """Begin the way to being a trainer of a programme in a language (T0).

    Raises DomainError: "closed" where no applications are taken, "language", "sector" or
    "name" where they are not known, "employer" where the person does not belong there,
    "running" where they are on the way already, "missing" without base certificate.
    """
    _refuse_closed(programme, language)
    refuse_unknown(person, employer, now)
    accreditation = new_accreditation(
        person, programme, language=language, employer=employer, now=now
    )
    facts = facts_of(accreditation, timezone.localdate(now))
    grounds = [facts.base.uuid] if facts.base else []
    take(Act.OPEN, facts, actor=None, evidence=grounds, now=now)
    return accreditation


def refuse_unknown(person: User, employer: Organisation, now: datetime) -> None:
    """What certificates are written with must be known, and where somebody works."""
    if person.sector is None:
        raise DomainError(_("Tell us your sector first."), code="sector")
    if not person.printed_name:
        raise DomainError(_("Tell us your name first, in your profile."), code="name")
    here = Membership.objects.confirmed_on(timezone.localdate(now))
    if not here.filter(user=person, organisation=employer).exists():
        raise DomainError(
            _("You do not belong to this organisation today. Choose your employer."),
            code="employer",
        )


def new_accreditation(
    person: User,
    programme: TrainerProgramme,
    *,
    language: str,
    employer: Organisation,
    now: datetime,
) -> Accreditation:
    """The row, of which the caller takes the first step. Raises DomainError "running"."""
    running = DomainError(
        _("You are on the way already, in this programme and language."),
        code="running",
    )
    try:
        # A savepoint: after an error PostgreSQL would refuse the rest.
        with transaction.atomic():
            return Accreditation.objects.create(
                person=person,
                programme=programme,
                language=language,
                sector=person.sector,
                employer=employer,
                opened_at=now,
            )
    except IntegrityError:
        raise running from None


@transaction.atomic
def apply_for(
    accreditation: Accreditation, wish: Wish, *, actor: User, now: datetime
) -> Application:
    """Write the application and ask the superior by mail. Writing it anew takes the place
    of one that was not signed yet.

    Raises DomainError "not_allowed" for somebody else's, "state" once it is complete,
    "self" where the superior is the candidate, "declarations" without both, and what the
    detector says of the motivation.
    """
    facts = locked(accreditation, now)
    accreditation = facts.accreditation
    if accreditation.person_id != actor.pk:
        raise DomainError(_("Only the candidate applies."), code="not_allowed")
    if accreditation.state != State.TRAINED:
        raise DomainError(_("Your application is complete already."), code="state")
    if not (wish.has_no_conflict and wish.accepts_ethics):
        raise DomainError(
            _("Both declarations are needed. Nothing was sent yet."),
            code="declarations",
        )
    email = wish.superior_email.strip().lower()
    _refuse_own_address(actor, email)
    motivation = own_words(
        wish.motivation, most=MOTIVATION_MOST, confirmation=wish.confirmation
    )
    if not motivation:
        raise DomainError(_("Say why you want to train others."), code="empty")
    accreditation.applications.filter(replaced_at=None).update(replaced_at=now)
    application = Application.objects.create(
        accreditation=accreditation,
        made_at=now,
        motivation=motivation,
        years_in_sector=wish.years_in_sector,
        hours_per_year=wish.hours_per_year,
        groups_planned=wish.groups_planned,
        superior_name=wish.superior_name.strip(),
        superior_email=email,
        has_no_conflict=True,
        accepts_ethics=True,
        asked_at=now,
    )
    audit.record(
        "trainers.applied",
        actor=actor,
        subject=accreditation,
        organisation=accreditation.employer_id,
        data={"application": str(application.uuid)},
        now=now,
    )
    ask_superior(application, token=token_of(application), now=now)
    return application


def token_of(application: Application) -> str:
    """What the superior's link holds: nobody can make one up."""
    return signing.dumps(str(application.uuid), salt=SALT, compress=True)


def application_by(token: str, *, now: datetime) -> Application | None:
    """The application that a link is about; None for a link that is none, too old, or
    whose application was written anew."""
    try:
        key = UUID(signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError):
        return None
    return (
        Application.objects.filter(
            uuid=key, replaced_at=None, asked_at__gt=now - LINK_LASTS
        )
        .select_related(
            "accreditation__person",
            "accreditation__programme",
            "accreditation__employer",
        )
        .first()
    )


@transaction.atomic
def answer_commitment(
    application: Application, *, is_committed: bool, now: datetime
) -> Application:
    """What the superior says, once. Whoever answers holds the link (`application_by`).
    Raises DomainError "answered" where they said something else before."""
    facts = locked(application.accreditation, now)
    application = Application.objects.get(pk=application.pk)
    if application.answered_at is not None:
        if application.is_committed == is_committed:
            return application
        raise DomainError(
            _("This was answered before. Ask the candidate to apply anew."),
            code="answered",
        )
    application.answered_at, application.is_committed = now, is_committed
    application.save(update_fields=["answered_at", "is_committed"])
    audit.record(
        "trainers.superior_committed" if is_committed else "trainers.superior_declined",
        actor=None,
        subject=application.accreditation,
        organisation=facts.accreditation.employer_id,
        data={"application": str(application.uuid)},
        now=now,
    )
    facts.application = application
    go_on(facts, now=now)
    return application


@transaction.atomic
def sign_application(
    accreditation: Accreditation,
    *,
    verdict: Verdict,
    comment: str = "",
    actor: User,
    now: datetime,
) -> SignOff:
    """The coordinator's word on the application that counts. Raises DomainError where
    they may not, "state" where there is none to sign, "why" for a no without a reason."""
    facts = locked(accreditation, now)
    refuse(Signer.COORDINATOR, actor, facts)
    if facts.accreditation.state != State.TRAINED or facts.application is None:
        raise DomainError(_("There is no application to sign."), code="state")
    sign_off = sign_apart(
        facts,
        SignOffKind.APPLICATION,
        str(facts.application.uuid),
        verdict=verdict,
        comment=comment,
        actor=actor,
        now=now,
    )
    go_on(facts, now=now)
    return sign_off


def sign_apart(
    facts: Facts,
    kind: SignOffKind,
    about: str,
    *,
    verdict: Verdict,
    comment: str,
    actor: User,
    now: datetime,
) -> SignOff:
    """The coordinator's signature on what is no single piece of evidence; the caller
    holds the lock and has asked whether they may. Signed before, it is the same one."""
    if known := facts.signed_apart(kind, about):
        return known
    comment = comment.strip()
    if verdict == Verdict.NO and not comment:
        raise DomainError(_("Say why not, for the candidate."), code="why")
    sign_off = SignOff.objects.create(
        accreditation=facts.accreditation,
        kind=kind,
        about=about,
        part=Signer.COORDINATOR,
        verdict=verdict,
        at=now,
        by=actor,
        comment=comment,
    )
    facts.sign_offs.append(sign_off)
    audit.record(
        f"trainers.{kind}_signed" if verdict == Verdict.YES else f"trainers.{kind}_not",
        actor=actor,
        subject=facts.accreditation,
        organisation=facts.accreditation.employer_id,
        data={"about": about},
        now=now,
    )
    return sign_off


def _refuse_closed(programme: TrainerProgramme, language: str) -> None:
    if not programme.is_open:
        raise DomainError(
            _("This programme takes no applications at present."), code="closed"
        )
    if language not in programme.languages:
        raise DomainError(
            _("This programme is not given in this language."), code="language"
        )


def _refuse_own_address(person: User, email: str) -> None:
    known = person_known_by(email)
    is_own = (person.email or "").lower() == email
    if is_own or (known is not None and known.pk == person.pk):
        raise DomainError(
            _("Nobody signs their own step. Name your superior’s own address."),
            code="self",
        )
