"""What is different between two editions, for those who write a course and teach it."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses import registries
from courses.domain.editions.difference import (
    ActivityChange,
    Difference,
    Fate,
    Side,
    difference_of,
)
from courses.domain.editions.log import side_of
from courses.domain.editions.preparing import prepared_data, prepared_side
from courses.domain.editions.wording import changed_blocks
from courses.domain.manifest import blob_data, outline_of
from courses.enums import PreparationState
from courses.models import Course, Preparation
from courses.rules import can_author
from organisations.models import Sector

DRAFT = "draft"


@dataclass(frozen=True)
class Pair:
    """The two that are compared: edition numbers, the newer one perhaps DRAFT."""

    old: str
    new: str
    sides: tuple[Side, Side]
    preparation: Preparation | None

    @property
    def difference(self) -> Difference:
        return difference_of(*self.sides)

    @property
    def language(self) -> str:
        """In which titles are shown: the reader's, else the first that is there."""
        languages = self.sides[1].languages
        return get_language() if get_language() in languages else languages[0]

    def data(self, which: int, key: str, language: str) -> dict | None:
        """What a side says of an activity in a language; None when it does not."""
        content_hash = self.sides[which].hashes.get((key, language))
        if content_hash is None:
            return None
        if which and self.preparation is not None:
            return prepared_data(self.preparation, content_hash)
        return blob_data(content_hash)


def _own_course(request, pk) -> Course:
    course = get_object_or_404(Course.objects.select_related("current_edition"), pk=pk)
    if not can_author(request.user, course):
        raise Http404
    return course


def _preparation_of(course: Course) -> Preparation | None:
    return Preparation.objects.filter(
        course=course, state=PreparationState.READY
    ).first()


def _pair(request, course: Course, numbers: dict[str, int], preparation) -> Pair | None:
    """What is asked for, else the last edition and what comes after it, or before; None
    while there are no two."""
    newest = [DRAFT] if preparation else []
    choices = [*newest, *numbers]
    if len(choices) < 2:
        return None
    new = request.GET.get("new", choices[0])
    older = [number for number in numbers if number != new]
    old = request.GET.get("old", older[0] if older else new)
    if new not in choices or old not in numbers:
        raise Http404
    side = (
        prepared_side(preparation)
        if new == DRAFT
        else side_of(outline_of(numbers[new]))
    )
    return Pair(
        old,
        new,
        (side_of(outline_of(numbers[old])), side),
        preparation if new == DRAFT else None,
    )


def _numbers(course: Course) -> dict[str, int]:
    """{number: id} of the editions, the newest first."""
    rows = course.editions.order_by("-number").values_list("number", "pk")
    return {str(number): pk for number, pk in rows}


@require_safe
def difference(request, pk):
    """What differs: modules, activities, rules; the words are one click further."""
    course = _own_course(request, pk)
    preparation = _preparation_of(course)
    numbers = _numbers(course)
    pair = _pair(request, course, numbers, preparation)
    context = {
        "course": course,
        "numbers": list(numbers),
        "has_draft": preparation is not None,
        "pair": pair,
    }
    if pair is not None:
        found = pair.difference
        context |= {
            "difference": found,
            "modules": _modules(found, pair.language),
            "counts": {
                fate.value: sum(c.fate == fate for c in found.activities)
                for fate in (Fate.ADDED, Fate.CHANGED, Fate.REMOVED)
            },
        }
    return TemplateResponse(request, "courses/admin/difference.html", context)


def _modules(found: Difference, language: str) -> list[dict]:
    sectors = {sector.pk: str(sector) for sector in Sector.objects.all()}
    rules = _rules(found.activities, language)

    def names(codes) -> str:
        return ", ".join(sectors.get(code, code) for code in codes) or _("everybody")

    return [
        {
            "change": module,
            "title": _text(module.title, language),
            "sectors": module.sectors and [names(codes) for codes in module.sectors],
            "activities": [
                {
                    "change": change,
                    "title": _text(change.title, language),
                    "from_module": change.from_module
                    and _text(change.from_module["title"], language),
                    "rules": rules.get(change.key, ()),
                    "has_words": bool(change.texts) or change.fate != Fate.CHANGED,
                }
                for change in module.activities
            ],
        }
        for module in found.modules
    ]


def _rules(changes: list[ActivityChange], language: str) -> dict[str, list]:
    """{activity key: what differs in its rules, in words}."""
    found = {}
    for kind, told in registries.rule_changes.items():
        asked = [c for c in changes if c.kind == kind and c.rules]
        answers = told([c.rules for c in asked], language)
        found |= {c.key: rules for c, rules in zip(asked, answers, strict=True)}
    return found


def _text(texts: dict[str, str], language: str) -> str:
    return texts.get(language) or next(iter(texts.values()))


@require_safe
def words(request, pk, key):
    """What one activity says differently, language by language, word by word."""
    course = _own_course(request, pk)
    key = str(key)
    pair = _pair(request, course, _numbers(course), _preparation_of(course))
    if pair is None or not any(key in side.activities for side in pair.sides):
        raise Http404
    old, new = (side.activities.get(key) for side in pair.sides)
    languages = dict.fromkeys(
        code for side in reversed(pair.sides) for code in side.languages
    )
    names = dict(settings.LANGUAGES)
    return TemplateResponse(
        request,
        "courses/admin/difference_words.html",
        {
            "course": course,
            "pair": pair,
            "title": _text((new or old)["title"], pair.language),
            "languages": [
                {
                    "code": code,
                    "name": names.get(code, code),
                    "blocks": changed_blocks(
                        pair.data(0, key, code), pair.data(1, key, code)
                    ),
                }
                for code in languages
            ],
        },
    )
