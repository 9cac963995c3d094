"""Whether a badge still counts, for whoever checks it: W3C Bitstring Status Lists.

Every badge has one bit in the list for revocation and the same in the one for
suspension. A list is a credential of its own, signed and public, and a bit in it tells
nothing about anybody to those who do not hold the badge.
"""

import gzip
import hashlib
import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max, OuterRef, Subquery
from django.urls import reverse

from certificates.domain.badges.contexts import CREDENTIALS
from certificates.domain.badges.did import our_did
from certificates.domain.badges.encoding import base64url
from certificates.domain.badges.keys import Key
from certificates.domain.badges.proofs import as_token, instant, with_proof
from certificates.enums import FINAL_KINDS, EventKind
from certificates.models import (
    LIST_LENGTH,
    BadgeIndex,
    Certificate,
    CertificateEvent,
)

# A list takes no more than half of what it has room for: a place that is drawn is
# free every other time, and 1,500,000 badges make 23 lists.
FULL = LIST_LENGTH // 2
# So many draws from a list at most half full all miss once in 10^12 times.
TRIES = 40
# A list is signed anew with each of these, and nobody need believe an older copy.
RENEWED = timedelta(hours=1)
BELIEVED = timedelta(hours=24)


class Purpose(StrEnum):
    REVOCATION = "revocation"
    SUSPENSION = "suspension"


@transaction.atomic
def place_of(certificate: Certificate) -> BadgeIndex:
    """The place of a certificate in the lists, drawn at the first time of asking.

    Asked from many processes at once, it is drawn once.
    """
    if known := _place_of(certificate):
        return known
    number = _open_list()
    for _try in range(TRIES):
        try:
            # A savepoint: after an error PostgreSQL would refuse the rest.
            with transaction.atomic():
                return BadgeIndex.objects.create(
                    certificate=certificate,
                    list=number,
                    index=secrets.randbelow(LIST_LENGTH),
                )
        except IntegrityError:
            # Somebody else drew for it at the same moment, or the place is taken.
            if known := _place_of(certificate):
                return known
    raise IntegrityError(f"no free place in status list {number}")


def status_entries(place: BadgeIndex) -> list[dict[str, str]]:
    """What a credential says of where its state can be looked up."""
    return [
        {
            "id": f"{list_url(place.list, purpose)}#{place.index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": purpose.value,
            "statusListIndex": str(place.index),
            "statusListCredential": list_url(place.list, purpose),
        }
        for purpose in Purpose
    ]


def list_url(number: int, purpose: Purpose) -> str:
    """The full address of a list. It is inside signed credentials: it never changes."""
    path = reverse("certificates:badge_status", args=[number, purpose.value])
    return f"{settings.RELAY_BASE_URL}{path}"


def set_bits(number: int, purpose: Purpose, *, now: datetime) -> list[int] | None:
    """The places in a list whose bit is set, in order; None when there is no such list.

    Revoked and superseded are both for good. One query, and another only where no bit
    is set.
    """
    places = BadgeIndex.objects.filter(list=number)
    bits = list(
        places.filter(certificate__in=_concerned(purpose, now))
        .order_by("index")
        .values_list("index", flat=True)
    )
    return bits if bits or places.exists() else None


def list_version(
    number: int, purpose: Purpose, bits: list[int], key: Key, *, now: datetime
) -> str:
    """A word that changes whenever the signed list would."""
    said = (
        number,
        purpose.value,
        bits,
        key.thumbprint,
        our_did(),
        instant(_since(now)),
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()[:32]


def list_credential(
    number: int, purpose: Purpose, bits: list[int], key: Key, *, now: datetime
) -> dict:
    """A list as a credential with a proof inside it. Within an hour, equal bits give
    equal words."""
    credential = _list(number, purpose, bits, now=now)
    return with_proof(credential, key, now=_since(now))


def list_token(
    number: int, purpose: Purpose, bits: list[int], key: Key, *, now: datetime
) -> str:
    """The same as a signed token, for where no key signs proofs."""
    return as_token(_list(number, purpose, bits, now=now), key)


def _list(number: int, purpose: Purpose, bits: list[int], *, now: datetime) -> dict:
    address, since = list_url(number, purpose), _since(now)
    return {
        "@context": [CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": our_did(),
        "validFrom": instant(since),
        "validUntil": instant(since + BELIEVED),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose.value,
            "encodedList": _encoded(bits),
        },
    }


def _concerned(purpose: Purpose, now: datetime):
    """Ids of the certificates that are revoked or superseded, or are suspended."""
    events = CertificateEvent.objects.filter(at__lte=now)
    if purpose == Purpose.REVOCATION:
        return events.filter(kind__in=FINAL_KINDS).values("certificate")
    holds = events.filter(kind__in=(EventKind.SUSPENDED, EventKind.RESTORED))
    last = holds.filter(certificate=OuterRef("certificate")).order_by("-at", "-pk")
    return holds.filter(
        kind=EventKind.SUSPENDED, pk=Subquery(last.values("pk")[:1])
    ).values("certificate")


def _place_of(certificate: Certificate) -> BadgeIndex | None:
    return BadgeIndex.objects.filter(certificate=certificate).first()


def _open_list() -> int:
    """The list that new places are drawn from. Two that open one at the same moment
    open the same."""
    last = BadgeIndex.objects.aggregate(last=Max("list"))["last"] or 1
    return last + (BadgeIndex.objects.filter(list=last).count() >= FULL)


def _since(now: datetime) -> datetime:
    return now - timedelta(seconds=now.timestamp() % RENEWED.total_seconds())


def _encoded(bits: list[int]) -> str:
    # Place 0 is the first bit from the left.
    content = bytearray(LIST_LENGTH // 8)
    for index in bits:
        content[index // 8] |= 0x80 >> index % 8
    # Without the time, so that equal lists are equal.
    return "u" + base64url(gzip.compress(bytes(content), mtime=0))
