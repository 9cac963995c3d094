"""Who need not do again what is asked of them, for now: the certificate that would be
enough is suspended, and looked into."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from certificates.enums import EventKind
from certificates.models import CertificateEvent, end_of
from courses.models import Enrolment
from tracking.domain.person import Record
from tracking.models import Requirement


def suspended_among(rows: Iterable[Mapping], day: date) -> set[int]:
    """Ids of those among obligations (`id`, `user_id`, `requirement_id`) of which the
    newest certificate is suspended at the end of a day.

    One query where nobody ever had one suspended; few have, and these are read one by
    one, by the same rule as their own pages.
    """
    by_person: dict[int, list[Mapping]] = defaultdict(list)
    for row in rows:
        by_person[row["user_id"]].append(row)
    once = set(
        CertificateEvent.objects.filter(
            kind=EventKind.SUSPENDED,
            at__lt=end_of(day),
            certificate__holder__in=by_person.keys(),
        ).values_list("certificate__holder", flat=True)
    )
    found = set()
    for person in once:
        theirs = by_person[person]
        asked = Requirement.objects.in_bulk({row["requirement_id"] for row in theirs})
        record = Record(Enrolment.objects.filter(user=person), day)
        found |= {
            row["id"]
            for row in theirs
            if record.suspended(asked[row["requirement_id"]]) is not None
        }
    return found
