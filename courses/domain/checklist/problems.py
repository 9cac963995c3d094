"""What a thing's own fields and `clean` have against its being published."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from lms.publishing import Finding


def own_problems(thing: models.Model) -> list[Finding]:
    """As findings, each at its field; also for a thing that is kept as a draft."""
    problems: dict[str, list] = {}
    was = getattr(thing, "is_deferred_validation", None)
    thing.is_deferred_validation = False
    try:
        # Links to other rows are the database's to check.
        links = [field.name for field in thing._meta.fields if field.is_relation]
        for check in (lambda: thing.clean_fields(exclude=links), thing.clean):
            try:
                check()
            except ValidationError as found:
                problems = found.update_error_dict(problems)
    finally:
        _restore(thing, was)
    return [
        Finding("basics", message, "" if name == NON_FIELD_ERRORS else name)
        for name, errors in problems.items()
        for message in ValidationError(errors).messages
    ]


def _restore(thing, was: bool | None) -> None:
    if was is None:
        del thing.is_deferred_validation
    else:
        thing.is_deferred_validation = was
