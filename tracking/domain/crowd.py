"""The facts of very many people at once, towards one course.

`with_facts` looks up for each row what is known of it, which is quickest for a few.
Here every table is read once and joined: a hundred times less work for the database
where the people of a country are asked. The two say the same; tests hold them together.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
)

from certificates.enums import FINAL_KINDS, EventKind
from certificates.models import Certificate, CertificateEvent
from courses.domain.equivalents import Counting, counting_for
from courses.models import ActivityProgress, Completion, Course, Enrolment
from tracking.domain.dates import FOREVER, last_day
from tracking.domain.evidence import awarded_before, seen_until
from tracking.domain.facts import day_parameter, planned_anew
from tracking.domain.person import NEVER
from tracking.domain.standing import STANDING_SQL, standing_parameters
from tracking.enums import WaiverKind
from tracking.models import AcceptedEvidence, Waiver

# Rows in memory at a time: 2,000 of them with their words are 5 MB more.
CHUNK = 250

# Of the same sector; the database guesses of a comparison that one in two hundred rows
# fits, of this that half of them do.
SAME_SECTOR = "CASE WHEN {name}.sector = asked.sector THEN TRUE ELSE FALSE END"
# Whether something happened in a course that counts for what is asked, where a
# requirement accepts others as well; `counts` says it of the course itself.
ACCEPTED = "({name}.counts OR {name}_accepted.course_id IS NOT NULL)"
ACCEPTED_JOIN = """LEFT JOIN accepted AS {name}_accepted
    ON {name}_accepted.requirement_id = asked.requirement_id
    AND {name}_accepted.course_id = {name}.course_id"""
# What counts of the certificates of each, and when the last one came, whatever became
# of it. Its parameters: FOREVER, twice, or three times where others are accepted.
HELD = """SELECT asked.id,
    MAX(CASE WHEN lost.id IS NULL AND papers.is_there THEN {earlier}(
        COALESCE(papers.valid_until, %s), COALESCE({stricter}, %s){within}
    ) END) AS certified_until,
    MAX(papers.awarded_at) AS last_award
FROM asked
JOIN papers ON papers.user_id = asked.user_id
    AND {papers_sector}
LEFT JOIN lost ON lost.id = papers.id
{papers_join}
WHERE {papers_count}
GROUP BY asked.id"""
# Exemptions that hold on a day, the parameter, and the last day of those with more time.
LET = f"""SELECT requirement_id, user_id,
    MAX(CASE WHEN kind = '{WaiverKind.EXTENSION.value}' THEN due_on END) AS due_on,
    MAX(CASE WHEN kind = '{WaiverKind.EXEMPTION.value}' AND last_day >= %s
        THEN last_day END) AS exempt_until
FROM given GROUP BY requirement_id, user_id"""  # noqa: S608 # nosec B608 - words of ours
# Who has completed the course and waits for the certificate, of those whose standing
# depends on it. Its parameter: the day.
READY = """SELECT DISTINCT asked.id
FROM asked
LEFT JOIN held ON held.id = asked.id
JOIN done ON done.user_id = asked.user_id AND {done_sector}
{done_join}
WHERE {done_count} AND (held.certified_until IS NULL OR held.certified_until < %s)"""
# Whether somebody has begun is looked up where the standing depends on it: that is a
# few. Its parameter: NEVER, twice.
FACTS = """SELECT asked.id, asked.user_id, asked.sector, asked.grace_days,
    held.certified_until, let.exempt_until,
    CASE WHEN let.due_on > asked.due_on THEN let.due_on ELSE asked.due_on END AS due_on,
    ready.id IS NOT NULL AS is_done,
    EXISTS (SELECT 1 FROM begun {begun_join} WHERE begun.user_id = asked.user_id
        AND {begun_count} AND begun.started_at > COALESCE(held.last_award, %s))
    OR EXISTS (SELECT 1 FROM learnt {learnt_join} WHERE learnt.user_id = asked.user_id
        AND {learnt_count} AND learnt.started_at > COALESCE(held.last_award, %s)
    ) AS has_begun
FROM asked
LEFT JOIN held ON held.id = asked.id
LEFT JOIN ready ON ready.id = asked.id
LEFT JOIN let ON let.requirement_id = asked.requirement_id
    AND let.user_id = asked.user_id"""
STANDINGS = f"""SELECT id, user_id, sector, due_on, certified_until, exempt_until,
    {STANDING_SQL} AS standing
FROM facts"""  # noqa: S608 # nosec B608 - words of ours
EARLIER = {"sqlite": "MIN", "postgresql": "LEAST"}


@dataclass(frozen=True)
class Crowd:
    """Named parts of a WITH clause, of which the last is `standings`: one row for each
    obligation with the columns of STANDINGS."""

    text: str
    params: tuple

    def select(
        self, sql: str, *params: object, in_chunks: bool = False
    ) -> Iterator[dict]:
        """Rows of `sql`, which goes on where the parts end: with ", other AS (…)" or
        with SELECT; it is written by us, days come by way of `day_parameter`.

        `in_chunks`: without holding them all. Else the database is asked once, and knows
        that every row is wanted.
        """
        cursor = connection.chunked_cursor() if in_chunks else connection.cursor()
        with closing(cursor):
            with planned_anew():
                cursor.execute(f"{self.text} {sql}", [*self.params, *params])
            while rows := cursor.fetchmany(CHUNK):
                columns = [column[0] for column in cursor.description]
                for row in rows:
                    yield dict(zip(columns, row, strict=True))


def crowd_of(
    obligations: QuerySet, course: Course, day: date, *, known_at: datetime | None
) -> Crowd:
    """Where people stand with obligations to one course that hold on a day; where a
    moment is given, as was known before it (docs/standing.md)."""
    seen = seen_until(day, known_at)
    others = counting_for([course.pk]).get(course.pk, [])
    accepted = AcceptedEvidence.objects.filter(requirement__course=course)
    as_well = set(accepted.values_list("course", flat=True))
    never = connection.ops.adapt_datetimefield_value(NEVER)
    forever = day_parameter(FOREVER)
    certificates = Certificate.objects.filter(
        _of_any(course, others, as_well, "completion__enrolment__course", "awarded_on"),
        awarded_before(known_at),
        awarded_on__lte=day,
    )
    learning = {"started_at__lt": seen}
    parts = (
        ("asked", ASKED, obligations.on(day, known_at=known_at).values_list(*_ASKED)),
        ("given", GIVEN, _given(course, day, known_at)),
        ("lost", ("id",), _lost(seen)),
        (
            "accepted",
            ("requirement_id", "course_id", "within_months"),
            accepted.values_list("requirement", "course", "within_months"),
        ),
        (
            "papers",
            PAPERS,
            certificates.values_list(
                *_PAPERS,
                _is_there(seen),
                "completion__enrolment__course",
                _counts(course, others, "completion__enrolment__course", "awarded_on"),
            ),
        ),
        (
            "done",
            ("user_id", "sector", "course_id", "counts"),
            _done(course, others, as_well, day, known_at),
        ),
        (
            "begun",
            ("user_id", "started_at", "course_id", "counts"),
            Enrolment.objects.filter(
                _of_any(course, others, as_well, "course", "started_at__date"),
                **learning,
            ).values_list(
                "user",
                "started_at",
                "course",
                _counts(course, others, "course", "started_at__date"),
            ),
        ),
        (
            "learnt",
            ("user_id", "started_at", "course_id", "counts"),
            ActivityProgress.objects.filter(
                _of_any(
                    course, others, as_well, "enrolment__course", "started_at__date"
                ),
                **learning,
            ).values_list(
                "enrolment__user",
                "started_at",
                "enrolment__course",
                _counts(course, others, "enrolment__course", "started_at__date"),
            ),
        ),
    )
    texts, params = [], []
    for name, columns, rows in parts:
        sql, theirs = rows.order_by().query.get_compiler(connection=connection).as_sql()
        texts.append(_part(name, sql, columns, is_kept=name == "asked"))
        params += theirs
    within = last_day("papers.awarded_on", "papers_accepted.within_months")
    ways = _ways(is_any_accepted=bool(as_well))
    held = HELD.format(
        earlier=EARLIER[connection.vendor],
        stricter=last_day("papers.awarded_on", "asked.renew_months"),
        within=f", COALESCE({within}, %s)" if as_well else "",
        **ways,
    )
    texts += [
        _part("held", held, is_kept=True),
        _part("let", LET),
        _part("ready", READY.format(**ways)),
        _part("facts", FACTS.format(**ways)),
        _part("standings", STANDINGS, is_kept=True),
    ]
    params += [forever] * (3 if as_well else 2)
    params += [day_parameter(day), day_parameter(day), never, never]
    params += standing_parameters(day)
    return Crowd(f"WITH {', '.join(texts)}", tuple(params))


ASKED = (
    "id",
    "user_id",
    "requirement_id",
    "sector",
    "grace_days",
    "renew_months",
    "due_on",
)
_ASKED = (
    "id",
    "user",
    "requirement",
    "requirement__sector",
    "requirement__grace_days",
    "requirement__renew_months",
    "due_on",
)
GIVEN = ("requirement_id", "user_id", "kind", "due_on", "last_day")
PAPERS = (
    "id",
    "user_id",
    "sector",
    "awarded_at",
    "awarded_on",
    "valid_until",
    "is_there",
    "course_id",
    "counts",
)
_PAPERS = ("id", "holder", "sector", "awarded_at", "awarded_on", "valid_until")


def _part(name: str, sql: str, columns: tuple = (), *, is_kept: bool = False) -> str:
    heads = f" ({', '.join(columns)})" if columns else ""
    kept = "MATERIALIZED " if is_kept else ""
    return f"{name}{heads} AS {kept}({sql})"


def _ways(*, is_any_accepted: bool) -> dict[str, str]:
    """How what happened in a course is tied to what is asked, by the names of the parts:
    nothing is looked up where nothing is accepted but what counts for all."""
    names = ("papers", "done", "begun", "learnt")
    join = ACCEPTED_JOIN if is_any_accepted else ""
    count = ACCEPTED if is_any_accepted else "1 = 1"
    parts = {"join": join, "count": count, "sector": SAME_SECTOR}
    return {
        f"{name}_{part}": sql.format(name=name)
        for name in names
        for part, sql in parts.items()
    }


def _counts(
    course: Course, others: list[Counting], path: str, on: str
) -> ExpressionWrapper:
    """Whether a row is of the course, or of one that counted for it for everybody."""
    return ExpressionWrapper(
        _of_course(course, others, path, on), output_field=BooleanField()
    )


def _of_any(
    course: Course, others: list[Counting], as_well: set[int], path: str, on: str
) -> Q:
    """Rows that count for everybody, and those of courses that some requirement accepts
    as well."""
    found = _of_course(course, others, path, on)
    return found | Q(**{f"{path}__in": as_well}) if as_well else found


def _of_course(course: Course, others: list[Counting], path: str, on: str) -> Q:
    """Rows of a course, or of one that counted for it on the row's own day."""
    found = Q(**{path: course.pk})
    for one in others:
        counted = Q(**{path: one.course_id, f"{on}__gte": one.starts_on})
        if one.ends_on is not None:
            counted &= Q(**{f"{on}__lt": one.ends_on})
        found |= counted
    return found


def _given(course: Course, day: date, known_at: datetime | None) -> QuerySet:
    waivers = Waiver.objects.given(day, known_at=known_at)
    waivers = waivers.filter(requirement__course=course)
    return waivers.values_list("requirement", "user", "kind", "due_on", "last_day")


def _is_there(seen: datetime) -> ExpressionWrapper:
    """Until then its predecessor stood in its place."""
    return ExpressionWrapper(
        Q(corrected_at__isnull=True) | Q(corrected_at__lt=seen),
        output_field=BooleanField(),
    )


def _lost(seen: datetime) -> QuerySet:
    """Certificates that by a moment had been ended, or were suspended: neither is in
    force. The same as CertificateQuerySet.with_state, from the few that anything
    happened to."""
    events = CertificateEvent.objects.order_by().filter(at__lt=seen)
    ended = events.filter(kind__in=FINAL_KINDS).values_list("certificate")
    restored = events.filter(
        Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk")),
        kind=EventKind.RESTORED,
        certificate=OuterRef("certificate"),
    )
    suspended = events.filter(~Exists(restored), kind=EventKind.SUSPENDED)
    return ended.union(suspended.values_list("certificate"), all=True)


def _done(
    course: Course,
    others: list[Counting],
    as_well: set[int],
    day: date,
    known_at: datetime | None,
) -> QuerySet:
    rewarded = Certificate.objects.filter(
        awarded_before(known_at), completion=OuterRef("pk"), awarded_on__lte=day
    )
    return Completion.objects.filter(
        _of_any(course, others, as_well, "enrolment__course", "completed_at__date"),
        ~Exists(rewarded),
        completed_at__lt=seen_until(day, known_at),
    ).values_list(
        F("enrolment__user"),
        "sector",
        F("enrolment__course"),
        _counts(course, others, "enrolment__course", "completed_at__date"),
    )
