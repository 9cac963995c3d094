"""Words of Moodle XML that both ways need."""

from courses.exercises.sequence import Credit

# qtype_ordering's names for what an order is worth that is right in part.
GRADINGS = {
    Credit.NEIGHBOURS.value: "RELATIVE_NEXT_EXCLUDE_LAST",
    Credit.PLACES.value: "ABSOLUTE_POSITION",
    Credit.ALL.value: "ALL_OR_NOTHING",
}
FORMS = {
    "html": "html",
    "plain_text": "plain",
    "markdown": "markdown",
    "moodle_auto_format": "moodle",
}
