"""Programme owners of Beekstad, its police, and lists of who was trained elsewhere."""

from datetime import UTC, date, datetime

import time_machine

from certificates.domain.bulk.asking import bring_list, confirm
from certificates.models import AwardRun
from organisations.domain.groups import sync_groups
from organisations.enums import Role
from organisations.models import Membership, Organisation, User

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def make_member(
    organisation: Organisation, name: str, *, role=Role.LEARNER, sector="POL", **fields
) -> User:
    """Somebody of an organisation since the beginning of the year."""
    email = fields.pop("email", f"{name.lower()}@{organisation.code}.example")
    fields = {
        "printed_name": name,
        "language": "en",
        "name_checked_at": NOW,
        **fields,
    }
    user = User.objects.create_user(email, sector_id=sector, **fields)
    Membership.objects.create(
        user=user, organisation=organisation, role=role, starts_on=date(2026, 1, 1)
    )
    sync_groups(user, now=NOW)
    return user


def make_owner(organisation: Organisation, name: str) -> User:
    """A programme owner."""
    return make_member(organisation, name, role=Role.PROGRAMME_OWNER, sector="MUN")


def make_members(organisation: Organisation, count: int, *, sector="POL") -> list[User]:
    """Many learners at once: officer0@… and so on."""
    people = User.objects.bulk_create(
        User(
            email=f"officer{number}@{organisation.code}.example",
            printed_name=f"Officer {number}",
            language=("en", "nl")[number % 2],
            sector_id=sector,
            name_checked_at=NOW,
        )
        for number in range(count)
    )
    Membership.objects.bulk_create(
        Membership(
            user=one,
            organisation=organisation,
            role=Role.LEARNER,
            starts_on=date(2026, 1, 1),
        )
        for one in people
    )
    return people


def list_of(*lines: tuple[str, ...]) -> bytes:
    """A file with these (e-mail, sector, day)."""
    rows = [("e-mail", "sector", "day"), *lines]
    return "\n".join(",".join(row) for row in rows).encode()


def bring(rule, *lines, actor, now=NOW) -> AwardRun:
    """A list, as it stands once it was looked at: tasks run at once in tests."""
    with time_machine.travel(now, tick=False):
        run = bring_list(
            rule.course,
            rule.issuer,
            list_of(*lines),
            given_by="Police academy",
            reason="The same programme, in a class",
            actor=actor,
            now=now,
        )
    run.refresh_from_db()
    return run


def award(run: AwardRun, *, actor, now=NOW) -> AwardRun:
    """Confirmed, and awarded."""
    with time_machine.travel(now, tick=False):
        run = confirm(run, actor=actor, now=now)
    run.refresh_from_db()
    return run
