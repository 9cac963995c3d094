"""How the people of a crowd are listed: SQL over its `standings`, for counting them, for a
page of them, and for all of them."""

from tracking.domain.standing import MET
from tracking.enums import Standing

# The most urgent first: whom a coordinator looks for.
URGENCY = (
    Standing.OVERDUE,
    Standing.DUE_SOON,
    Standing.NOT_BEGUN,
    Standing.ON_THE_WAY,
    Standing.EXPIRING,
    Standing.COVERED,
    Standing.EXEMPT,
)
# By what a list can be sorted: its first key, and those that decide between equals.
ORDERS = {
    "standing": ("urgency", "day, sort_name, id"),
    "name": ("sort_name", "id"),
    "due": ("day", "sort_name, id"),
}
# What is read of the people themselves: of those alone who are shown.
WORDS = (
    "organisations_user.printed_name AS name, organisations_user.email AS email, "
    "organisations_user.uuid AS uuid"
)
SORT_NAME = "LOWER(organisations_user.printed_name) AS sort_name"
URGENCY_SQL = " ".join(
    f"WHEN '{standing.value}' THEN {place}" for place, standing in enumerate(URGENCY)
)
MET_SQL = ", ".join(f"'{standing.value}'" for standing in MET)
# Everybody with their standing; `turn` is 1 for the most urgent obligation of each.
LISTED = f""",
days AS (
    SELECT standings.*,
        CASE standing {URGENCY_SQL} END AS urgency,
        CASE WHEN standing IN ({MET_SQL}) THEN certified_until
            WHEN standing = 'exempt' THEN exempt_until ELSE due_on END AS day
    FROM standings
),
"""  # noqa: S608 # nosec B608 - words of ours
ALL = "listed AS NOT MATERIALIZED (SELECT days.* FROM days)"
ONE_EACH = """turns AS (
    SELECT days.*, ROW_NUMBER() OVER (
        PARTITION BY user_id ORDER BY urgency, day, id
    ) AS turn
    FROM days
),
listed AS MATERIALIZED (SELECT turns.* FROM turns WHERE turn = 1)"""
# How many stand where, in one row, and some of the people beside it: what a page needs,
# of one look at everybody. Behind the last page lies the last page.
COUNTED = ", ".join(
    f"SUM(CASE WHEN standing = '{one.value}' THEN 1 ELSE 0 END) AS n_{one.value}"
    for one in URGENCY
)
COUNTS = f""",
counts AS (SELECT {COUNTED} FROM listed)
SELECT * FROM counts"""  # noqa: S608 # nosec B608 - words of ours
PAGE = f""",
counts AS (SELECT {COUNTED} FROM listed),
page AS (
    SELECT listed.*, {SORT_NAME} FROM listed JOIN organisations_user ON {{join}}
    {{where}} ORDER BY {{order}} LIMIT %s OFFSET (
        SELECT CASE WHEN %s < length THEN %s WHEN length > 0
            THEN (length - 1) / %s * %s ELSE 0 END
        FROM (SELECT {{length}} AS length FROM counts) AS all_of_them
    )
)
SELECT counts.*, page.*, {WORDS}
FROM counts LEFT JOIN page ON 1 = 1
LEFT JOIN organisations_user ON organisations_user.id = page.user_id
ORDER BY {{order}}"""  # noqa: S608 # nosec B608 - words of ours
EVERYBODY = f"""
SELECT listed.*, {SORT_NAME}, {WORDS} FROM listed JOIN organisations_user ON {{join}}
{{where}} ORDER BY {{order}}"""  # noqa: S608 # nosec B608 - words of ours
