"""Organisations by the words that somebody types or chooses from suggestions. Two may
have one name, such as two municipalities of two provinces."""

from collections import Counter

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lms.errors import DomainError
from organisations.models import Organisation

# A name, and in brackets the name of the body above it.
LONGEST_LABEL = 2 * Organisation._meta.get_field("name").max_length + 3


def organisation_called(said: str, rows: QuerySet[Organisation]) -> Organisation | None:
    """The one of `rows` with this name, or with this label of `labels_of`; None for none.
    Capitals and spaces make no difference.

    Raises DomainError "several" where more than one has the name, with what to type
    instead: which of them was meant is never guessed.
    """
    wanted = _plain(said)
    names, labels = dict(rows.values_list("pk", "name")), labels_of(rows)
    for pk, label in labels.items():
        if _plain(label) == wanted:
            return rows.get(pk=pk)
    several = [pk for pk in labels if _plain(names[pk]) == wanted]
    if not several:
        return None
    raise DomainError(
        _(
            "Several organisations have the name “%(name)s”. Write which one you mean: "
            "%(labels)s."
        )
        % {
            "name": names[several[0]],
            "labels": "; ".join(labels[pk] for pk in several),
        },
        code="several",
    )


def labels_of(rows: QuerySet[Organisation]) -> dict[int, str]:
    """{id: what somebody types to mean it}, in the order of what is typed: its name; of
    several of one name with the body above, or with its code where that says nothing."""
    found = list(rows.order_by().values_list("pk", "name", "code", "parent__name"))
    # Compared here and not by the database: SQLite knows capitals of ASCII alone.
    names = Counter(_plain(name) for _pk, name, _code, _above in found)
    placed = Counter(
        _plain(_label(name, above)) for _pk, name, _code, above in found if above
    )
    labels = {}
    for pk, name, code, above in found:
        label = name
        if names[_plain(name)] > 1:
            full = _plain(_label(name, above)) if above else ""
            says_which = full and placed[full] == 1 and full not in names
            label = _label(name, above if says_which else code)
        labels[pk] = label
    return dict(sorted(labels.items(), key=lambda one: (_plain(one[1]), one[0])))


def _label(name: str, more: str) -> str:
    return f"{name} ({more})"


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
