"""What the pages of bulk awards show."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from certificates.enums import AwardRowState
from certificates.models import (
    AwardRun,
    AwardRunRow,
    CertificateRule,
    SealedDocument,
)
from certificates.models.awards import AT_WORK
from certificates.rules import owning_at
from lms import audit
from lms.months import months_after


def runs_of(user) -> QuerySet[AwardRun]:
    """Bulk awards of the bodies for which a person awards, the newest first."""
    bodies = owning_at(user)
    runs = AwardRun.objects.select_related(
        "course", "issuer", "asked_by", "decided_by", "mailed_by"
    )
    return runs if bodies is None else runs.filter(issuer__in=bodies)


def offers_of(user) -> list[CertificateRule]:
    """A rule of each course and issuer for which a person can bring a list."""
    bodies = owning_at(user)
    rules = CertificateRule.objects.filter(
        course__current_edition__isnull=False, course__is_practice=False
    )
    if bodies is not None:
        rules = rules.filter(issuer__in=bodies)
    found = {}
    for rule in rules.select_related("course", "issuer").order_by(
        "course__code", "issuer__name"
    ):
        found.setdefault((rule.course_id, rule.issuer_id), rule)
    return list(found.values())


def counts_of(run: AwardRun) -> list[tuple[AwardRowState, int]]:
    """(state, how many lines) in the order of the states; those of none are left out."""
    counts = dict(run.rows.order_by().values_list("state").annotate(n=Count("pk")))
    return [(state, counts[state]) for state in AwardRowState if state in counts]


def sealed_of(run: AwardRun) -> tuple[int, int]:
    """(how many of its certificates have their sealed PDF, how many there are)."""
    sealed = SealedDocument.objects.filter(
        certificate=OuterRef("certificate"), language=OuterRef("certificate__language")
    )
    awarded = run.rows.filter(certificate__isnull=False)
    return awarded.filter(Exists(sealed)).count(), awarded.count()


def rows_of(run: AwardRun, state: str = "") -> QuerySet[AwardRunRow]:
    """The lines of a list, or those in one state, as they stand in the file."""
    rows = run.rows.annotate(number=F("certificate__number")).select_related("sector")
    return rows.filter(state=state) if state else rows


def lines_to_download(run: AwardRun, state: str = "") -> Iterator[tuple]:
    """(line, address, sector, day, what became of it, number) of each line."""
    for row in rows_of(run, state).iterator(chunk_size=1000):
        yield (
            row.line,
            row.email,
            row.sector_id or row.sector_text,
            row.trained_on.isoformat() if row.trained_on else row.day_text,
            row.get_state_display(),
            row.number,
        )


def forget_addresses(now: datetime) -> int:
    """Empty what the lines of old lists say in writing (ETHICS P7): what came of them
    stays. Returns of how many lists."""
    before = months_after(now, -settings.RELAY_PROOF_MONTHS)
    old = AwardRun.objects.filter(asked_at__lt=before, emptied_at__isnull=True).exclude(
        state__in=AT_WORK
    )
    runs = list(old)
    for run in runs:
        run.rows.update(email="", sector_text="", day_text="")
        run.emptied_at = now
        run.save(update_fields=["emptied_at"])
        audit.record(
            "certificates.run_emptied",
            actor=None,
            subject=run,
            organisation=run.issuer_id,
            now=now,
        )
    return len(runs)


def exported(user) -> list[dict]:
    """The bulk awards that a person had a hand in, for the export of their data."""
    mine = Q(asked_by=user) | Q(decided_by=user) | Q(mailed_by=user)
    return list(
        AwardRun.objects.filter(mine)
        .order_by("pk")
        .values("course__code", "issuer__code", "reason", "asked_at", "state")
    )
