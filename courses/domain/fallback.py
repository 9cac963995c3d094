"""A course read in another language than the one that was asked for, and why."""

from dataclasses import dataclass

from courses.domain.manifest import Outline
from courses.models import Edition


@dataclass(frozen=True)
class Fallback:
    """`wanted` is the code that was asked for, `spoken` the one that is read.

    `left_with` is the number of the edition with which the course lost the language;
    None where it never had it.
    """

    wanted: str
    spoken: str
    left_with: int | None = None


def fallback_of(outline: Outline, *, wanted: str, spoken: str) -> Fallback | None:
    """Why a reader of an edition reads another language; None where they do not. One
    query at most, and none once this process has asked it."""
    if wanted == spoken:
        return None
    return Fallback(wanted, spoken, _left_with(outline, wanted))


def _left_with(outline: Outline, language: str) -> int | None:
    if language in outline.languages:
        return None
    had = [number for number, held in _earlier(outline) if language in held]
    return max(had) + 1 if had else None


def _earlier(outline: Outline) -> list[tuple[int, list[str]]]:
    """Number and languages of each edition of the course before this one."""
    return outline.derived(
        ("languages of earlier editions",),
        lambda: list(
            Edition.objects.filter(
                course__editions=outline.edition_id, number__lt=outline.number
            ).values_list("number", "languages")
        ),
    )
