"""What a certificate is written with, whether it is awarded alone or among many."""

from datetime import datetime

from certificates.domain.renewal import last_day
from certificates.models import (
    Certificate,
    CertificateRule,
    DesignVersion,
    day_of,
)
from courses.models import Completion


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
