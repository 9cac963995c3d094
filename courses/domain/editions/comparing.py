"""What held of an activity in one edition and in another of the same course: contents by
their hash, rules by what they say."""

from collections.abc import Iterable

from courses.domain.manifest import Outline, outlines_of
from courses.enums import Significance
from courses.models import Edition, EditionContent
from lms.remembered import Remembered

# (activity key, language) -> the content's hash.
Hashes = dict[tuple[str, str], str]


def _read(edition_ids: set[int]) -> dict[int, Hashes]:
    found: dict[int, Hashes] = {pk: {} for pk in edition_ids}
    rows = EditionContent.objects.filter(edition__in=edition_ids)
    for edition_id, key, language, blob_id in rows.values_list(
        "edition_id", "activity_id", "language", "blob_id"
    ):
        found[edition_id][str(key), language] = blob_id
    return found


# Editions never change.
_hashes = Remembered(_read, most=64)


def hashes_of(edition_ids: Iterable[int]) -> dict[int, Hashes]:
    """{edition id: the hashes of its contents}, in one query at most."""
    return _hashes.of(edition_ids)


def changed_materially(one: int, other: int, *, language: str) -> set[str]:
    """Keys of the activities that a material edition changed between two editions of a
    course, whichever is the older.

    Compared in `language` as far as both have it, else in all that they share; what was
    corrected in a minor edition counts as the same.
    """
    if one == other:
        return set()
    held: dict[str, tuple] = {}
    changed: set[str] = set()
    chain = _between(one, other)
    outlines = outlines_of(pk for pk, _significance in chain)
    hashes = hashes_of(outlines)
    for edition_id, significance in chain:
        outline, own = outlines[edition_id], hashes[edition_id]
        for activity in (a for m in outline.modules for a in m["activities"]):
            key = activity["key"]
            now = (activity["rules"], _contents_of(key, outline, own))
            if (
                significance == Significance.MATERIAL
                and key in held
                and not _is_same(held[key], now, language)
            ):
                changed.add(key)
            held[key] = now
    return changed


def still_counts(key: str, *, done_in: int, now_in: int, language: str) -> bool:
    """Whether what was done of an activity in one edition counts in another."""
    return str(key) not in changed_materially(done_in, now_in, language=language)


def _between(one: int, other: int) -> list[tuple[int, str]]:
    """(id, significance) of two editions and those between them, the oldest first."""
    ends = Edition.objects.filter(pk__in=(one, other)).order_by("number")
    first, last = ends.values_list("course", "number")
    return list(
        Edition.objects.filter(course=first[0], number__range=(first[1], last[1]))
        .order_by("number")
        .values_list("pk", "significance")
    )


def _contents_of(key: str, outline: Outline, hashes: Hashes) -> dict[str, str]:
    return {code: hashes[key, code] for code in outline.languages}


def _is_same(before: tuple, now: tuple, language: str) -> bool:
    (old_rules, old), (new_rules, new) = before, now
    shared = old.keys() & new.keys()
    compared = {language} & shared or shared
    return old_rules == new_rules and all(old[code] == new[code] for code in compared)
