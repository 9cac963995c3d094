"""What a thing's own fields and `clean` have against its being published."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.text import capfirst

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
        for error in errors
        for message in _sentences(thing, name, error)
    ]


def _sentences(thing, name: str, error: ValidationError) -> list[str]:
    # A field's own messages have a code, and do not say which field they are about.
    if error.code is None or name == NON_FIELD_ERRORS:
        return error.messages
    label = capfirst(thing._meta.get_field(name).verbose_name)
    return [f"{label}: {message}" for message in error.messages]


def _restore(thing, was: bool | None) -> None:
    if was is None:
        del thing.is_deferred_validation
    else:
        thing.is_deferred_validation = was
