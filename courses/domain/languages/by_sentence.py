"""Texts that were translated by hand, brought into the mode in which one translates
sentence by sentence.

A block has the same id in every language, so what stands at a place of the source stands
at the same place of its translation. Where both have as many sentences there, each is
kept as the translation of the other; elsewhere nobody can tell which belongs to which,
and the sentences of the source are still to be translated. What is published changes
only when somebody publishes it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import StringValue, validate_translation_links

from courses.domain.languages.submitting import (
    Submission,
    in_order,
    plan_submission,
    submit_thing,
)
from courses.domain.languages.things import Thing
from courses.models import Course
from lms import audit

# What a kept sentence says of where it comes from, until somebody writes it anew.
BY_HAND = "by hand"
# Texts that are looked at, and brought over, at once.
AT_ONCE = 40


@dataclass(frozen=True)
class Kept:
    """A sentence of the source with the one that translates it. `path` is the place."""

    path: str
    source: str
    words: str


@dataclass
class Carried:
    """What becomes of a text. `missing` are sentences of the source that are still to be
    translated; `homeless` those of the translation that have no place in that mode, and
    are gone when it is next published, unless somebody puts them into one."""

    thing: Thing
    kept: list[Kept] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    homeless: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Bringing:
    """What bringing texts over would do: `texts`, AT_ONCE at most, and how many come
    after them."""

    plan: Submission
    texts: list[Carried]
    later: int


def plan_bringing(course: Course, language: str, *, actor) -> Bringing:
    """What would become of the texts of a course that were translated by hand; changes
    nothing. Raises what plan_submission raises."""
    plan = plan_submission(course, language, actor=actor)
    taken = in_order(plan.taken)
    return Bringing(
        plan,
        [
            compared(thing, thing.rows[plan.source_language], thing.rows[language])
            for thing in taken[:AT_ONCE]
        ],
        max(len(taken) - AT_ONCE, 0),
    )


def compared(thing: Thing, source: Model, target: Model) -> Carried:
    """What of a translation can be kept, sentence by sentence: of its draft, where it
    has one."""
    written, told = _sentences(source), _sentences(_newest(target))
    carried = Carried(thing)
    for path, sentences in written.items():
        words = told.pop(path, [])
        if len(words) != len(sentences):
            carried.missing += sentences
            carried.homeless += words
            continue
        for sentence, said in zip(sentences, words, strict=True):
            if _fits(sentence, said):
                carried.kept.append(Kept(path, sentence, said))
            else:
                carried.missing.append(sentence)
                carried.homeless.append(said)
    carried.homeless += [one for words in told.values() for one in words]
    return carried


def bring(
    course: Course, language: str, keys: Iterable[UUID], *, actor, now
) -> list[Carried]:
    """Bring these texts over, as plan_bringing shows them, and return what became of
    them. One that is there already is left alone. Raises what plan_submission raises."""
    wanted = set(keys)
    bringing = plan_bringing(course, language, actor=actor)
    done = [one for one in bringing.texts if one.thing.key in wanted]
    for carried in done:
        _bring_one(carried, bringing.plan, user=actor)
    if done:
        audit.record(
            "courses.translation_by_sentence",
            actor=actor,
            subject=course,
            now=now,
            data={
                "language": language,
                "texts": len(done),
                "kept": sum(len(one.kept) for one in done),
                "missing": sum(len(one.missing) for one in done),
            },
            organisation=course.owner_id,
        )
    return done


@transaction.atomic
def _bring_one(carried: Carried, plan: Submission, *, user) -> None:
    translation = submit_thing(carried.thing, plan, user=user)
    locale = Locale.objects.get(language_code=plan.language)
    places = {
        (path, sentence): (string_id, context_id)
        for path, sentence, string_id, context_id in (
            translation.source.stringsegment_set.values_list(
                "context__path", "string__data", "string_id", "context_id"
            )
        )
    }
    author = _author(carried.thing.rows[plan.language])
    for kept in carried.kept:
        string_id, context_id = places[kept.path, kept.source]
        StringTranslation.objects.update_or_create(
            translation_of_id=string_id,
            context_id=context_id,
            locale=locale,
            defaults={
                "data": kept.words,
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                "tool_name": BY_HAND,
                "last_translated_by_id": author,
                "has_error": False,
                "field_error": "",
            },
        )


def _sentences(row: Model) -> dict[str, list[str]]:
    """The sentences of a row by their place, in their order."""
    found: dict[str, list[str]] = {}
    for segment in extract_segments(row):
        if isinstance(segment, StringSegmentValue) and not segment.is_empty():
            found.setdefault(segment.path, []).append(segment.string.data)
    return found


def _newest(row: Model) -> Model:
    if getattr(row, "has_unpublished_changes", False):
        return row.get_latest_revision_as_object()
    return row


def _author(row: Model) -> int | None:
    revision = getattr(row, "latest_revision", None)
    return revision.user_id if revision else None


def _fits(source: str, words: str) -> bool:
    try:
        StringValue.from_translated_html(words)
        validate_translation_links(source, words)
    except ValueError:
        return False
    return True
