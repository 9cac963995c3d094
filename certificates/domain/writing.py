"""What a certificate is written with, whether it is awarded alone or among many."""

from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction

from certificates.domain.numbers import new_number
from certificates.domain.renewal import last_day
from certificates.models import (
    Certificate,
    CertificateRule,
    DesignVersion,
    day_of,
)
from courses.models import Completion

# 35 bits of chance: that a second number is taken as well does not happen.
TRIES = 5


def write(
    prefix: str,
    *,
    known: Callable[[], Certificate | None] = lambda: None,
    **fields,
) -> tuple[Certificate, bool]:
    """(a certificate under a free number that begins so, True). Where it could not be
    written and `known` gives one, somebody else was faster: (that one, False).

    Raises IntegrityError when it cannot be written for another reason.
    """
    tries_left = TRIES
    while True:
        tries_left -= 1
        number = new_number(prefix, fields["sector_id"])
        try:
            # A savepoint: after an error PostgreSQL would refuse the rest.
            with transaction.atomic():
                return Certificate.objects.create(number=number, **fields), True
        except IntegrityError:
            if (found := known()) is not None:
                return found, False
            if not tries_left:
                raise


def fields_for(
    completion: Completion,
    rule: CertificateRule,
    *,
    words: dict,
    design: DesignVersion | None,
    previous: Certificate | None,
    now: datetime,
) -> dict:
    """The fields of the certificate that a completion gives under a rule, but for its
    number. `design` is what it is printed by, `previous` the one that it renews; None
    for neither."""
    awarded_on = day_of(completion.completed_at)
    return {
        "completion": completion,
        "holder_id": completion.enrolment.user_id,
        "type": rule.type,
        "sector_id": completion.sector_id,
        "language": completion.language,
        "words": words,
        "issuer_id": rule.issuer_id,
        "design": design,
        "awarded_at": now,
        "awarded_on": awarded_on,
        "valid_until": last_day(rule, awarded_on, previous),
        "renewal_days": rule.renewal_window_days,
    }
