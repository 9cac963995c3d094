"""People who belong to an organisation before its directory says a word of them.

A row is made for each: in the background when a key for a directory is made, once a day
for those who came since, and within a request for those it is about. Until then they
are `newcomers`, whom a list counts and finds as it does the others.
"""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat, Lower
from django.utils import timezone

from courses.domain.long_work import once_more
from interop.domain.directory.leading import name_all_waiting
from interop.domain.directory.places import Directory
from interop.domain.directory.spelling import Spelled
from interop.models import DirectoryPerson
from lms.chunks import Clock, chunks
from organisations.models import Membership, User

# So many at a time are made known to a directory.
BATCH = 500
# A name that somebody else took at the same moment is seen at the next attempt.
TRIES = 3
# What `address_of` says, as the database understands it.
ADDRESS = Case(
    When(~Q(email=""), then=Lower("email")),
    When(user_name__contains="@", then=Lower("user_name")),
    default=Value(""),
    output_field=CharField(),
)


def people_in(directory: Directory):
    """Those whom a directory knows: whom it brought, and who belong here today."""
    return DirectoryPerson.objects.filter(
        Q(is_adopted=False) | Q(user__in=_here(directory, timezone.localdate())),
        organisation=directory.organisation,
    )


def newcomers(directory: Directory, *, now: datetime) -> QuerySet[User]:
    """Those who belong here and of whom no row says so yet. What their rows will say is
    in `said_…`; nobody whom the directory means by a row already is among them."""
    rows = DirectoryPerson.objects.filter(organisation=directory.organisation)
    names = rows.annotate(name=Lower("user_name"))
    meant = _waiting(directory).values("address")
    return (
        _unknown(directory, now=now)
        .filter(
            Q(said_address=None) | ~Q(said_address__in=meant),
            ~Exists(rows.filter(uuid=OuterRef("uuid"))),
        )
        .annotate(
            said_id=Spelled("uuid"),
            said_user_name=Case(
                When(
                    ~Exists(names.filter(name=OuterRef("said_address"))),
                    said_address__gt="",
                    then=F("said_address"),
                ),
                When(
                    ~Exists(names.filter(name=OuterRef("said_id"))), then=F("said_id")
                ),
                default=Concat("said_id", Value("-")),
                output_field=CharField(),
            ),
            said_display_name=F("printed_name"),
            said_email=Coalesce("email", Value(""), output_field=CharField()),
            said_active=Value(True),
            said_nothing=Value(""),
            said_at=Value(now, output_field=DateTimeField()),
        )
    )


def adopt(directory: Directory, *, only: Collection[UUID], now: datetime) -> None:
    """Let a directory know these people, as far as they belong here, by the ids of their
    accounts or of their rows. Whoever accepted an invitation of the directory becomes
    the one it meant. Again without effect."""
    for some in chunks(sorted(only), BATCH):
        accounts = User.objects.filter(uuid__in=some)
        addresses = accounts.annotate(lowered=Lower("email")).values("lowered")
        meant = Q(uuid__in=some) | Q(address__in=addresses)
        _meet(directory, meant, now=now)
        _make_known(directory, Q(uuid__in=some), now=now)


def adopt_everybody(directory: Directory, *, clock: Clock) -> int:
    """Let a directory know all who belong here, in chunks of one transaction each;
    return how many it did not know. Whoever is killed here is made up for by whoever
    begins again."""
    _meet(directory, Q(), now=clock())
    name_all_waiting(directory, clock=clock)
    done, last = 0, 0
    while True:
        now = clock()
        people = newcomers(directory, now=now).filter(pk__gt=last).order_by("pk")
        chunk = list(people.values_list("pk", flat=True)[:BATCH])
        if not chunk:
            return done
        _make_known(directory, Q(pk__in=chunk), now=now)
        done, last = done + len(chunk), chunk[-1]


def _meet(directory: Directory, which: Q, *, now: datetime) -> None:
    """Let rows that wait for somebody with their address have whoever came since."""
    once_more(lambda: _try_to_meet(directory, which, now=now))


@transaction.atomic
def _try_to_meet(directory: Directory, which: Q, *, now: datetime) -> None:
    account = _unknown(directory, now=now).filter(said_address=OuterRef("address"))
    rows = (
        _waiting(directory)
        .filter(which)
        .annotate(account=Subquery(account.values("pk")[:1]))
        .exclude(account=None)
    )
    met: dict[int, DirectoryPerson] = {}
    for row in rows.order_by("pk"):
        # The first of several that have the address; the others go on waiting.
        met.setdefault(row.account, row)
    for pk, row in met.items():
        row.user_id, row.changed_at = pk, now
    DirectoryPerson.objects.bulk_update(
        met.values(), ["user", "changed_at"], batch_size=BATCH
    )


@transaction.atomic
def _make_known(directory: Directory, which: Q, *, now: datetime) -> None:
    for _attempt in range(TRIES):
        people = newcomers(directory, now=now).filter(which).order_by("pk")
        rows = [_row_of(one, directory, now=now) for one in people]
        if not rows:
            return
        # Somebody else may make them known at the same moment.
        DirectoryPerson.objects.bulk_create(rows, ignore_conflicts=True)


def _row_of(user: User, directory: Directory, *, now: datetime) -> DirectoryPerson:
    return DirectoryPerson(
        uuid=user.uuid,
        organisation=directory.organisation,
        user=user,
        user_name=user.said_user_name,
        display_name=user.said_display_name,
        email=user.said_email,
        is_adopted=True,
        made_at=now,
        changed_at=now,
    )


def _unknown(directory: Directory, *, now: datetime) -> QuerySet[User]:
    """Accounts of those who belong here and whom no row means."""
    known = DirectoryPerson.objects.filter(
        user=OuterRef("pk"), organisation=directory.organisation
    )
    return User.objects.filter(
        ~Exists(known), pk__in=_here(directory, timezone.localdate(now))
    ).annotate(said_address=Lower("email"))


def _waiting(directory: Directory) -> QuerySet[DirectoryPerson]:
    """Rows of a directory that have an address and no account."""
    return (
        DirectoryPerson.objects.filter(organisation=directory.organisation, user=None)
        .annotate(address=ADDRESS)
        .exclude(address="")
    )


def _here(directory: Directory, day: date) -> QuerySet:
    """Ids of the accounts of those who belong here on a day. Not asked for each: a
    database may look through all who belong here for every one of them."""
    return (
        Membership.objects.on(day)
        .filter(organisation__in=list(directory.places), is_self_declared=False)
        .values("user")
    )


def address_of(person: DirectoryPerson) -> str:
    """By which somebody is found or asked to come, in small letters: the address, else a
    user name that is one; "" without."""
    if person.email:
        return person.email.lower()
    return person.user_name.lower() if "@" in person.user_name else ""
