"""Organisations come into being, move within the tree, and get their first coordinator."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from lms import audit
from lms.errors import DomainError
from organisations.domain.invitations.making import (
    invite,
)
from organisations.domain.looks import refresh_looks
from organisations.enums import Role
from organisations.models import Invitation, Organisation, Sector, User
from organisations.rules import can_set_up_organisations


@dataclass(frozen=True)
class NewOrganisation:
    """What an administrator tells about an organisation that is to be."""

    name: str
    code: str
    level: str
    language_regime: str
    parent: Organisation | None = None
    territory: str = ""


@dataclass(frozen=True)
class FirstCoordinator:
    """Whom the new organisation's first invitation goes to."""

    email: str
    sector: Sector
    language: str
    printed_name: str = ""


@transaction.atomic
def create_organisation(
    new: NewOrganisation, *, actor: User | None, now: datetime
) -> Organisation:
    """Put an organisation into the tree.

    Raises DomainError `code_taken` when another one has the code.
    """
    try:
        with transaction.atomic():
            organisation = Organisation.objects.create(
                name=new.name.strip(),
                code=new.code,
                parent=new.parent,
                level=new.level,
                territory=new.territory.strip(),
                language_regime=new.language_regime,
            )
    except IntegrityError as error:
        raise DomainError(
            _("Another organisation has this code already. Choose a different one."),
            code="code_taken",
        ) from error
    organisation.path = _path(organisation, new.parent)
    organisation.save(update_fields=["path"])
    refresh_looks(organisation)
    audit.record(
        "organisations.created",
        actor=actor,
        subject=organisation,
        now=now,
        data={"parent": organisation.parent_id},
        organisation=organisation,
    )
    return organisation


@transaction.atomic
def move_organisation(
    organisation: Organisation,
    *,
    parent: Organisation | None,
    actor: User | None,
    now: datetime,
) -> Organisation:
    """Hang an organisation, with everything below it, under another one or at the top.

    Raises DomainError `circle` when the new place lies below the organisation itself.
    """
    # The whole tree: two moves at once could otherwise make a circle of each other.
    locked = {
        one.pk: one
        for one in Organisation.objects.select_for_update(no_key=True).order_by("pk")
    }
    moved = locked[organisation.pk]
    above = locked[parent.pk] if parent is not None else None
    if above is not None and above.path.startswith(moved.path):
        raise DomainError(
            _("An organisation cannot be part of one of its own departments."),
            code="circle",
        )
    before, was = moved.path, moved.parent_id
    moved.parent = above
    moved.path = _path(moved, above)
    if moved.path != before:
        moved.save(update_fields=["parent", "path"])
        Organisation.objects.filter(path__startswith=before).exclude(
            pk=moved.pk
        ).update(path=Concat(Value(moved.path), Substr("path", len(before) + 1)))
        refresh_looks(moved)
        audit.record(
            "organisations.moved",
            actor=actor,
            subject=moved,
            now=now,
            data={"from": was, "to": moved.parent_id},
            organisation=moved,
        )
    return moved


@transaction.atomic
def set_up_organisation(
    organisation: NewOrganisation,
    *,
    first_coordinator: FirstCoordinator,
    actor: User,
    now: datetime,
) -> tuple[Organisation, Invitation]:
    """Create an organisation and invite its first coordinator.

    Raises DomainError `not_allowed` for anybody but an administrator, and what
    `create_organisation` and `invite` raise.
    """
    if not can_set_up_organisations(actor):
        raise DomainError(
            _("Only an administrator can set up an organisation."), code="not_allowed"
        )
    created = create_organisation(organisation, actor=actor, now=now)
    invitation = invite(
        created,
        email=first_coordinator.email,
        printed_name=first_coordinator.printed_name,
        sector=first_coordinator.sector,
        language=first_coordinator.language,
        role=Role.COORDINATOR,
        actor=actor,
        now=now,
    )
    return created, invitation


def _path(organisation: Organisation, parent: Organisation | None) -> str:
    return f"{parent.path if parent else '/'}{organisation.pk}/"
