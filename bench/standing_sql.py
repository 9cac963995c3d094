"""The same numbers and the same page as Relay's list of who is covered, as somebody would
write them by hand for one course without equivalents, as is known now."""

BY_HAND = """
WITH asked AS MATERIALIZED (
    SELECT o.id, o.user_id, o.requirement_id, o.due_on, r.sector_id, r.grace_days,
        r.renew_months
    FROM tracking_obligation o
    JOIN tracking_requirement r ON r.id = o.requirement_id
    WHERE r.course_id = %(course)s
        AND o.starts_on <= %(day)s AND (o.closed_on IS NULL OR o.closed_on > %(day)s)
        AND o.user_id IN (
            SELECT m.user_id FROM organisations_membership m
            JOIN organisations_organisation p ON p.id = m.organisation_id
            WHERE p.path LIKE %(path)s AND NOT m.is_self_declared
                AND m.starts_on <= %(day)s
                AND (m.ends_on IS NULL OR m.ends_on > %(day)s)
        )
),
lost AS (
    SELECT certificate_id AS id FROM certificates_certificateevent
    WHERE kind IN ('revoked', 'superseded') AND at < %(end)s
    UNION ALL
    SELECT certificate_id FROM certificates_certificateevent one
    WHERE kind = 'suspended' AND at < %(end)s AND NOT EXISTS (
        SELECT 1 FROM certificates_certificateevent later
        WHERE later.certificate_id = one.certificate_id AND later.kind = 'restored'
            AND later.at < %(end)s AND (later.at, later.id) > (one.at, one.id)
    )
),
held AS (
    SELECT asked.id, MAX(c.awarded_at) AS last_award,
        MAX(CASE WHEN lost.id IS NULL THEN LEAST(c.valid_until,
            c.awarded_on + make_interval(months => asked.renew_months)) END)::date
            AS certified_until
    FROM asked
    JOIN courses_enrolment e
        ON e.user_id = asked.user_id AND e.course_id = %(course)s
    JOIN courses_completion d
        ON d.enrolment_id = e.id AND d.sector_id = asked.sector_id
    JOIN certificates_certificate c
        ON c.completion_id = d.id AND c.awarded_on <= %(day)s
    LEFT JOIN lost ON lost.id = c.id
    GROUP BY asked.id
),
let AS (
    SELECT requirement_id, user_id,
        MAX(due_on) FILTER (WHERE kind = 'extension') AS due_on,
        MAX(last_day) FILTER (WHERE kind = 'exemption' AND last_day >= %(day)s)
            AS exempt_until
    FROM tracking_waiver
    WHERE starts_on <= %(day)s AND (withdrawn_at IS NULL OR withdrawn_at >= %(end)s)
    GROUP BY requirement_id, user_id
),
facts AS (
    SELECT asked.*, held.certified_until, held.last_award, let.exempt_until,
        GREATEST(asked.due_on, let.due_on) AS due
    FROM asked LEFT JOIN held ON held.id = asked.id
    LEFT JOIN let ON let.requirement_id = asked.requirement_id
        AND let.user_id = asked.user_id
),
listed AS MATERIALIZED (
    SELECT id, user_id, certified_until, exempt_until, due, CASE
        WHEN certified_until > %(day)s + 60 THEN 5
        WHEN certified_until >= %(day)s THEN 4
        WHEN exempt_until IS NOT NULL THEN 6
        WHEN EXISTS (
            SELECT 1 FROM courses_enrolment e
            JOIN courses_completion d ON d.enrolment_id = e.id
            WHERE e.user_id = facts.user_id AND e.course_id = %(course)s
                AND d.sector_id = facts.sector_id AND d.completed_at < %(end)s
                AND NOT EXISTS (
                    SELECT 1 FROM certificates_certificate c
                    WHERE c.completion_id = d.id AND c.awarded_on <= %(day)s
                )
        ) THEN 3
        WHEN due + grace_days < %(day)s THEN 0
        WHEN due <= %(day)s + 14 THEN 1
        WHEN EXISTS (
            SELECT 1 FROM courses_enrolment e
            WHERE e.user_id = facts.user_id AND e.course_id = %(course)s
                AND e.started_at > COALESCE(last_award, '-infinity')
                AND e.started_at < %(end)s
        ) OR EXISTS (
            SELECT 1 FROM courses_enrolment e
            JOIN courses_activityprogress a ON a.enrolment_id = e.id
            WHERE e.user_id = facts.user_id AND e.course_id = %(course)s
                AND a.started_at > COALESCE(last_award, '-infinity')
                AND a.started_at < %(end)s
        ) THEN 3
        ELSE 2 END AS urgency
    FROM facts
),
shown AS (
    SELECT listed.*, u.printed_name, u.email,
        CASE WHEN urgency IN (4, 5) THEN certified_until
            WHEN urgency = 6 THEN exempt_until ELSE due END AS day
    FROM listed JOIN organisations_user u ON u.id = listed.user_id
    ORDER BY urgency, day, LOWER(u.printed_name), listed.id LIMIT 50
)
SELECT ARRAY(
    SELECT COUNT(listed.id) FROM generate_series(0, 6) AS of(urgency)
    LEFT JOIN listed USING (urgency) GROUP BY of.urgency ORDER BY of.urgency
), shown.*
FROM shown
"""
# How many stand where, without a page of them.
COUNTED = " SELECT urgency, COUNT(*) FROM listed GROUP BY urgency"
COUNTED_BY_HAND = BY_HAND.partition(",\nshown AS")[0] + COUNTED
