"""Very many people of many bodies of whom courses are asked, written by the database
itself: a million takes minutes and not hours. Made in a process of its own
(bench.with_django).

Of ten people six hold the certificate, for a time that ends between a month ago and in
two years; of the others half have begun, some completed a moment ago. One in a hundred
is exempt or has more time, one in two hundred lost a certificate again. Where the bodies
are employers, one in a hundred has a place at a second one.
"""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from bench.quiz_course import make_course, release
from courses.models import Activity, Course
from organisations.enums import Level, Role
from organisations.models import Membership, Organisation, User
from tracking.models import Requirement

SECTOR = "POL"
SEED = 0.20261127
# Nobody is asked for longer than that.
DAYS = 900

PEOPLE = """
INSERT INTO organisations_user (password, is_superuser, uuid, email, printed_name,
    language, organisation_wish, is_active, is_staff, date_joined, sector_id,
    name_checked_at)
SELECT '', false, gen_random_uuid(), 'asked' || n || '@bench.example',
    (ARRAY['Żaneta','Bart','Chloé','Dirk','Elif','Fatma','Günther','Hanne'])[1 + n %% 8]
        || ' ' || (ARRAY['Aerts','Wouters','Đorđević','Claes','Dubois'])[1 + n %% 5]
        || '-' || n,
    (ARRAY['nl','fr','de','en'])[1 + n %% 4], '', true, false, now(), %(sector)s, now()
FROM generate_series(1, %(people)s) n
"""
# The first body has the first `largest`, the others share the rest.
PLACES = """
INSERT INTO organisations_membership (role, function, badge_number, starts_on,
    is_self_declared, recorded_at, user_id, organisation_id)
SELECT 'learner', '', '', %(begun)s, false, %(begun)s, who.id, place.id
FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n
    FROM organisations_user WHERE email LIKE 'asked%%') who
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n
    FROM organisations_organisation WHERE code LIKE 'body-%%') place
    ON place.n = CASE WHEN who.n < %(largest)s THEN 0
        ELSE (who.n - %(largest)s) %% %(shared)s + %(bodies)s - %(shared)s END
"""
# One in a hundred has a second employer, since half a year.
SECOND_PLACES = """
INSERT INTO organisations_membership (role, function, badge_number, starts_on,
    is_self_declared, recorded_at, user_id, organisation_id)
SELECT 'learner', '', '', %(day)s::date - 180, false, %(day)s::date - 180, who.user_id,
    place.id
FROM (SELECT user_id, row_number() OVER (ORDER BY user_id) AS n
    FROM organisations_membership WHERE role = 'learner') who
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n
    FROM organisations_organisation WHERE code LIKE 'body-%%') place
    ON place.n = who.n / 100 %% %(bodies)s
WHERE who.n %% 100 = 0
ON CONFLICT DO NOTHING
"""
# What becomes of each person and requirement, thrown once.
LOTS = """
CREATE UNLOGGED TABLE bench_lots AS
SELECT who.id AS user_id, asked.id AS requirement_id, asked.course_id,
    random() AS lot, random() AS begun, random() AS odd,
    (random() * 760)::int - 30 AS ends_in, (random() * 90)::int AS due_in
FROM organisations_user who CROSS JOIN tracking_requirement asked
WHERE who.email LIKE 'asked%%'
"""
OBLIGATIONS = """
INSERT INTO tracking_obligation (cycle, starts_on, due_on, recorded_at, user_id,
    requirement_id)
SELECT 1, %(begun)s, CASE WHEN lot < .6 AND ends_in > 60 THEN %(day)s::date - 200
        WHEN lot < .6 THEN %(day)s::date + ends_in
        WHEN lot < .9 THEN %(day)s::date + due_in ELSE %(day)s::date - due_in - 1 END,
    %(begun)s, user_id, requirement_id
FROM bench_lots
"""
ENROLMENTS = """
INSERT INTO courses_enrolment (uuid, cycle, started_at, course_id, edition_id, user_id)
SELECT gen_random_uuid(), 1,
    CASE WHEN lot < .6 THEN %(day)s::date - 640 ELSE %(day)s::date - 20 END,
    course_id, %(edition)s, user_id
FROM bench_lots WHERE lot < .6 OR begun < .5
"""
PROGRESS = """
INSERT INTO courses_activityprogress (cycle, started_at, last_seen_at, completed_at,
    anchor, activity_id, enrolment_id)
SELECT 1, one.started_at, one.started_at, one.started_at, '', step.key, one.id
FROM courses_enrolment one CROSS JOIN unnest(%(steps)s::uuid[]) step(key)
"""
COMPLETIONS = """
INSERT INTO courses_completion (uuid, cycle, language, minutes, completed_at, sector_id,
    edition_id, enrolment_id, basis, given_by)
SELECT gen_random_uuid(), 1, 'en', 22,
    CASE WHEN lot < .6 THEN %(day)s::date - 730 + ends_in ELSE %(day)s::date - 1 END,
    %(sector)s, %(edition)s, one.id, 'completed', ''
FROM bench_lots JOIN courses_enrolment one USING (user_id, course_id)
WHERE lot < .6 OR begun < .005
"""
CERTIFICATES = """
INSERT INTO certificates_certificate (uuid, number, type, language, words, awarded_at,
    awarded_on, valid_until, completion_id, holder_id, sector_id, renewal_days,
    issuer_id)
SELECT gen_random_uuid(), 'BNC-' || done.id, 'certificate', 'en',
    jsonb_build_object('names', jsonb_build_object('en', 'Bench')),
    done.completed_at, %(day)s::date - 730 + ends_in, %(day)s::date + ends_in,
    done.id, user_id, %(sector)s, 60, %(issuer)s
FROM bench_lots JOIN courses_enrolment one USING (user_id, course_id)
JOIN courses_completion done ON done.enrolment_id = one.id
WHERE lot < .6
"""
AWARDED = """
INSERT INTO certificates_certificateevent (kind, at, reason_code, certificate_id)
SELECT 'awarded', awarded_at, '', id FROM certificates_certificate
"""
REVOKED = """
INSERT INTO certificates_certificateevent (kind, at, reason_code, certificate_id)
SELECT 'revoked', %(day)s::date - 10, 'bench', id FROM certificates_certificate
WHERE id %% 200 = 0
"""
EXEMPTIONS = """
INSERT INTO tracking_waiver (kind, reason_code, starts_on, last_day, recorded_at,
    requirement_id, user_id)
SELECT 'exemption', 'long-absence', %(day)s::date - 60, %(day)s::date + 60,
    %(day)s::date - 60, requirement_id, user_id
FROM bench_lots WHERE odd < .005
"""
EXTENSIONS = """
INSERT INTO tracking_waiver (kind, reason_code, starts_on, due_on, recorded_at,
    requirement_id, user_id)
SELECT 'extension', 'other-duties', %(day)s::date - 60, %(day)s::date + 120,
    %(day)s::date - 60, requirement_id, user_id
FROM bench_lots WHERE odd > .995
"""
STEPS = (
    PEOPLE,
    PLACES,
    SECOND_PLACES,
    LOTS,
    OBLIGATIONS,
    ENROLMENTS,
    PROGRESS,
    COMPLETIONS,
    CERTIFICATES,
    AWARDED,
    REVOKED,
    EXEMPTIONS,
    EXTENSIONS,
    "DROP TABLE bench_lots",
)


def build(
    *,
    people: int,
    bodies: int,
    requirements: int,
    largest: int = 0,
    employers: int = 0,
) -> dict:
    """{table: its rows}. The first body has `largest` people, 0: as many as each other
    one. With `employers` the bodies are employers, and no departments of one."""
    now = timezone.now()
    course = make_course()
    release(course)
    courses = [course, *(_copy(course, n) for n in range(1, requirements))]
    for one in courses:
        Requirement.objects.create(
            organisation=course.owner,
            sector_id=SECTOR,
            course=one,
            starts_on=now.date() - timedelta(days=DAYS),
            recorded_at=now - timedelta(days=DAYS),
        )
    _bodies(course.owner, bodies, Level.OTHER if employers else Level.DEPARTMENT)
    given = {
        "people": people,
        "bodies": bodies,
        "largest": largest,
        "shared": bodies - 1 if largest else bodies,
        "day": now.date(),
        "begun": now.date() - timedelta(days=DAYS),
        "sector": SECTOR,
        "edition": course.current_edition_id,
        "issuer": course.owner_id,
        "steps": list(Activity.objects.values_list("key", flat=True)[:2]),
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(%s)", [SEED])
        for step in STEPS:
            if step is SECOND_PLACES and not employers:
                continue
            cursor.execute(step, given)
        return _counts(cursor)


def _counts(cursor) -> dict[str, int]:
    found = {}
    for name in ("tracking_obligation", "certificates_certificate"):
        cursor.execute(f"SELECT count(*) FROM {name}")  # noqa: S608 - ours
        found[name.rpartition("_")[2]] = cursor.fetchone()[0]
    return found


def _copy(course: Course, number: int) -> Course:
    """Another course, which has its edition from the first one."""
    return Course.objects.create(
        code=f"{course.code}-{number}",
        owner=course.owner,
        is_open=True,
        is_focused=True,
        current_edition=course.current_edition,
    )


def _bodies(root: Organisation, bodies: int, level: Level) -> None:
    """Bodies below a root, and one who looks after all of them: of departments they read
    names, of other employers figures alone."""
    made = Organisation.objects.bulk_create(
        Organisation(
            name=f"Body {number}",
            code=f"body-{number}",
            parent=root,
            level=level,
            language_regime=root.language_regime,
        )
        for number in range(bodies)
    )
    root.refresh_from_db()
    for one in made:
        one.path = f"{root.path}{one.pk}/"
    Organisation.objects.bulk_update(made, ["path"])
    Membership.objects.create(
        user=User.objects.create_user("coordinator@bench.example"),
        organisation=root,
        role=Role.COORDINATOR,
        starts_on=timezone.localdate(),
    )
