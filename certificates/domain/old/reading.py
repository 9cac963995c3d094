"""What the pages of old completions show, and what is forgotten of them."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractYear

from certificates.domain.old.asking import forget_proof, record
from certificates.enums import OldLineState, OldListState
from certificates.models import OldLine, OldList
from certificates.models.old_completions import AT_WORK
from certificates.rules import owning_at
from lms.months import months_after


def lists_of(organisation) -> QuerySet[OldList]:
    """The lists that an organisation brought, the newest first."""
    return OldList.objects.filter(organisation=organisation).select_related("asked_by")


def lists_for_owner(user) -> QuerySet[OldList]:
    """Lists that lie before a programme owner or did, those that wait first."""
    bodies = owning_at(user)
    lines = OldLine.objects.filter(run=OuterRef("pk"), issuer__isnull=False)
    if bodies is not None:
        lines = lines.filter(issuer__in=bodies)
    return (
        OldList.objects.filter(Exists(lines), asked_for_at__isnull=False)
        .annotate(waits=Exists(lines.filter(state=OldLineState.READY)))
        .select_related("organisation", "asked_by")
        .order_by("-waits", "-pk")
    )


def counts_of(rows: QuerySet[OldLine]) -> list[tuple[OldLineState, int]]:
    """(state, how many lines); those of none are left out."""
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    return [(state, counts[state]) for state in OldLineState if state in counts]


def by_year(rows: QuerySet[OldLine]) -> list[tuple[int, int]]:
    """(year, how many) of what is recognised or can be, in the year it was done."""
    states = (OldLineState.READY, OldLineState.APPROVED, OldLineState.DONE)
    found = (
        rows.filter(state__in=states)
        .order_by()
        .annotate(year=ExtractYear("trained_on"))
        .values_list("year")
        .annotate(n=Count("pk"))
    )
    return sorted(found)


def rows_of(rows: QuerySet[OldLine], state: str = "") -> QuerySet[OldLine]:
    """Lines with what they show, or those in one state."""
    rows = rows.select_related("user", "course", "sector", "issuer")
    return rows.filter(state=state) if state else rows


def lines_to_download(rows: QuerySet[OldLine], state: str = "") -> Iterator[tuple]:
    """(line, address, badge number, course, day, proof, reference, what becomes of it)."""
    for row in rows_of(rows, state).iterator(chunk_size=1000):
        yield (
            row.line,
            row.email,
            row.badge_number,
            row.course_text,
            row.trained_on.isoformat() if row.trained_on else row.day_text,
            row.get_proof_kind_display() or row.proof_text,
            row.reference,
            row.get_state_display(),
        )


def forget_old_lines(now: datetime) -> int:
    """Empty what the lines of old lists say in writing, and delete their proofs (ETHICS
    P7): what came of them stays. Returns of how many lists."""
    before = months_after(now, -settings.RELAY_PROOF_MONTHS)
    old = OldList.objects.filter(emptied_at__isnull=True).exclude(
        state__in=(*AT_WORK, OldListState.ASKED)
    )
    runs = list(
        old.filter(
            Q(finished_at__lt=before) | Q(finished_at__isnull=True, asked_at__lt=before)
        )
    )
    for run in runs:
        run.rows.update(
            email="", badge_number="", course_text="", day_text="", proof_text=""
        )
        forget_proof(run, now=now)
        run.emptied_at = now
        run.save(update_fields=["emptied_at", "proof", "proof_gone_at"])
        record("emptied", run, actor=None, now=now)
    return len(runs)


def exported_old_lists(user) -> list[dict]:
    """Lists that a person brought, for the export of their data."""
    brought = OldList.objects.filter(asked_by=user).order_by("pk")
    return list(brought.values("organisation__code", "given_by", "asked_at", "state"))


def exported_old_lines(user) -> list[dict]:
    """Lines about a person, for the export of their data."""
    about = OldLine.objects.filter(user=user).order_by("pk")
    return list(
        about.values(
            "run__organisation__code",
            "course__code",
            "trained_on",
            "proof_kind",
            "reference",
            "state",
        )
    )
