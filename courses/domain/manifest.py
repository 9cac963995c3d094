"""What an edition holds, and how a page becomes part of it.

`Edition.outline` has this shape; keys are UUIDs as strings, texts are per language:

    {"course":  {"title": {"en": …}, "summary": {…}, "outcomes": {"en": […]}
                 [, "sector_titles": {"EDU": {"en": …}}]},
     "modules": [{"key": …, "sectors": ["POL"], "title": {…}, "summary": {…},
    {"course":  {"title": {"en": …}, "summary": {…}, "outcomes": {"en": […]}},
     "modules": [{"key": …, "sectors": ["POL"][, "optional": true],
                  "title": {…}, "summary": {…},
                  "objectives": {"en": […]},
                  "activities": [{"key": …, "kind": "lesson"[, "optional": true],
                                  "minutes": 6, "title": {…}, "rules": {…}}]}]}

A blob's `data` of a lesson is `{"segments": [{"id", "type", "html"[, "exercise"]
[, "fact"][, "symbol"][, "live"][, "frame"]}], "plain": …}`; the html of an exercise is its form as nobody has
answered it yet. `exercise` is `{"content", "order"[, "solution"]}`: the solution is html
for a last page on paper; what was released before lessons had one lacks it. `live` is
what a live part (courses.parts) keeps; its html is what a page without a learner shows.
`frame` is the one place that an embed is framed from.
`fact` says which fact was frozen (FrozenFact); editions released before facts were told
apart lack it. `symbol` says the same of a sign; older editions lack it.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from random import Random
from typing import TypedDict, TypeVar

from django.db.models import BigIntegerField, CharField, UUIDField
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from courses.embeds import embed_of
from courses.exercises import KINDS, content_of, kind_of
from courses.models import ContentBlob, Edition, EditionContent, Fact, Symbol
from courses.parts import PARTS
from lms.errors import DomainError
from lms.icons import frozen_icons, thaw_icons
from lms.prepared import Given, Prepared
from lms.remembered import Remembered
from lms.texts import Spoken
from media.domain.rights import problems_of

T = TypeVar("T")


class NotReady(DomainError):  # noqa: N818 -- a state of a page, not a fault
    """A page that cannot be released as it is; the message says what to mend."""


class FrozenFact(TypedDict):
    """Which fact, or sign, a segment shows, beside its frozen words."""

    key: str  # Its translation_key: the same in every language.
    review_by: str  # An ISO date, as it was at the release.
    words: str  # The canonical_hash of its statement.


def canonical_hash(data) -> str:
    """SHA-256 of the canonical JSON: equal content has an equal hash."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def lesson_data(page) -> dict:
    """A LessonPage in its language: facts and vignettes inlined, rendered and plain."""
    language = page.locale.language_code
    segments, plain = [], []
    with translation.override(language), frozen_icons():
        for child in page.body:
            segment = _segment(child, page, language)
            segments.append(segment)
            plain.append(" ".join(strip_tags(segment["html"]).split()))
    return {"segments": segments, "plain": "\n".join(filter(None, plain))}


def no_rules(page, *, now) -> dict:
    """A lesson has no rules: it is done when the learner says so."""
    return {}


def _segment(child, page, language: str) -> dict:
    segment = {"id": child.id, "type": child.block_type}
    if child.block_type in KINDS:
        _check_picture(child, page)
        return segment | _exercise(child)
    _check_language(child, page, language)
    _check_approved(child, page)
    segment["html"] = child.render({"page": page})
    if isinstance(child.value, Fact):
        segment["fact"] = frozen_fact(child.value)
    if isinstance(child.value, Symbol):
        segment["symbol"] = frozen_symbol(child.value)
    if child.block_type in PARTS:
        kind = PARTS[child.block_type]
        segment["live"] = kind.frozen(child.value, page)
        segment["html"] = kind.without_reader(segment["html"])
    if child.block_type == "embed":
        segment["frame"] = embed_of(child.value["address"]).origin
    return segment


def _exercise(child) -> dict:
    content = content_of(child.block_type, child.value)
    kind = kind_of(content)
    order = kind.order(content, Random(child.id))  # noqa: S311 -- an order of cards
    exercise = {"content": content, "order": order}
    if kind.solution_template:
        exercise["solution"] = render_to_string(
            kind.solution_template,
            {"review": kind.review(content, order=order, answer=None)},
        )
    form = {
        "view": kind.view(content, order=order, answer=None),
        "prefix": child.id,
        "kind": kind.name,
    }
    return {"exercise": exercise, "html": render_to_string(kind.form_template, form)}


def check_alike(source, page) -> None:
    """An answer, or a way, in one language is the same in another. Raises NotReady for
    a page whose exercises differ in more than words from those of `source`, the page
    it translates. Pages of other kinds than lessons are alike."""
    if page is not source and _structures(source) != _structures(page):
        raise NotReady(
            _(
                "The exercises of “%(title)s” (%(language)s) are not those of the "
                "language it was translated from: options, pairs or scenes differ."
            )
            % {"title": page.title, "language": page.locale.language_code}
        )


def _structures(page) -> dict[str, list]:
    """{block id: kind and structure} of a lesson's exercises."""
    contents = {
        child.id: content_of(child.block_type, child.value)
        for child in getattr(page, "body", ())
        if child.block_type in KINDS
    }
    return {
        key: [content["kind"], kind_of(content).structure(content)]
        for key, content in contents.items()
    }


def frozen_fact(fact: Fact) -> FrozenFact:
    """What an edition keeps of a fact, to be able to say later how it stands."""
    return FrozenFact(
        key=str(fact.translation_key),
        review_by=fact.review_by.isoformat(),
        words=canonical_hash(fact.text),
    )


def frozen_symbol(symbol: Symbol) -> FrozenFact:
    """The same of a sign: its words are what it means, and what else."""
    return FrozenFact(
        key=str(symbol.translation_key),
        review_by=symbol.review_by.isoformat(),
        words=symbol_words(symbol),
    )


def symbol_words(symbol: Symbol) -> str:
    """Hash of what is said of a sign."""
    said = [str(child.value) for child in symbol.innocent]
    return canonical_hash([symbol.name, symbol.meaning, *said])


def _check_language(child, page, language: str) -> None:
    """An English fact must never land in a Dutch lesson."""
    locale_id = getattr(child.value, "locale_id", None)
    if locale_id is not None and locale_id != page.locale_id:
        raise NotReady(
            _("“%(title)s” (%(language)s) shows “%(item)s” in another language.")
            % {"title": page.title, "language": language, "item": child.value}
        )
    if child.value is None:
        raise NotReady(
            _("“%(title)s” (%(language)s) has an empty %(block)s.")
            % {"title": page.title, "language": language, "block": child.block.label}
        )


def _check_approved(child, page) -> None:
    """What a lesson shows is published itself, and may be shown."""
    if not getattr(child.value, "live", True):
        raise NotReady(
            _("“%(title)s” shows “%(item)s”, which is not published.")
            % {"title": page.title, "item": child.value}
        )
    for problem in problems_of(child.value, language=page.locale.language_code):
        raise NotReady(f"“{page.title}”: {problem}")


def _check_picture(child, page) -> None:
    """So is the picture of an exercise."""
    for problem in problems_of(child.value.get("image")):
        raise NotReady(f"“{page.title}”: {problem}")


def _read_outlines(edition_ids: set[int]) -> dict[int, "Outline"]:
    return {
        edition.pk: Outline(
            edition.pk,
            edition.number,
            tuple(edition.languages),
            edition.outline,
            edition.released_at,
        )
        for edition in Edition.objects.filter(pk__in=edition_ids)
    }


def _read_hashes(wanted: set[tuple[int, str, str]]) -> dict[tuple, str | None]:
    found = {}
    for edition_id, key, language in wanted:
        rows = _hash.ask(edition=edition_id, activity=key, language=language)
        found[edition_id, key, language] = next(iter(rows), None)
    return found


# The first reader of every lesson asks this, in every process.
_hash: Prepared[str] = Prepared(
    lambda: EditionContent.objects.filter(
        edition=Given("edition", BigIntegerField()),
        activity=Given("activity", UUIDField()),
        language=Given("language", CharField()),
    ).values_list("blob_id", flat=True)
)


def _read_blobs(hashes: set[str]) -> dict[str, dict]:
    found = {}
    for blob in ContentBlob.objects.filter(pk__in=hashes):
        found[blob.pk] = blob.data
        for segment in blob.data.get("segments", ()):
            segment["html"] = thaw_icons(segment["html"])
    return found


# Editions and blobs never change.
_outlines = Remembered(_read_outlines, most=256)
_hashes = Remembered(_read_hashes, most=4096)
_blobs = Remembered(_read_blobs, most=512)


def outlines_of(edition_ids: Iterable[int]) -> dict[int, "Outline"]:
    """{edition id: its outline}, in one query at most. Unknown ids are left out."""
    return _outlines.of(edition_ids)


def outline_of(edition_id: int) -> "Outline":
    """The outline of an edition. Raises KeyError for an unknown one."""
    return _outlines.of([edition_id])[edition_id]


def blob_hash(edition_id: int, activity_key: str, language: str) -> str | None:
    """Hash of an activity's content; None when that language is not in the edition."""
    wanted = (edition_id, activity_key, language)
    return _hashes.of([wanted])[wanted]


def blob_data(content_hash: str) -> dict:
    """A blob's data, with icons. Treat it as read-only: all requests share it. Raises
    KeyError for an unknown hash."""
    return _blobs.of([content_hash])[content_hash]


def blobs_of(hashes: Iterable[str]) -> dict[str, dict]:
    """The same of several at once, {hash: data}; unknown ones are left out."""
    return _blobs.of(hashes)


def content_hashes(
    edition_ids: Iterable[int], activity_keys: Iterable
) -> dict[tuple[int, str], dict[str, str]]:
    """{(edition id, activity key): {language: hash}} of activities in editions, in one
    query."""
    rows = EditionContent.objects.filter(
        edition__in=edition_ids, activity__in=activity_keys
    ).values_list("edition_id", "activity_id", "language", "blob_id")
    found: dict[tuple[int, str], dict[str, str]] = {}
    for edition, key, language, blob in rows:
        found.setdefault((edition, str(key)), {})[language] = blob
    return found


def is_optional(part: dict) -> bool:
    """Whether a module, or an activity within one, is offered and not needed to complete
    the course."""
    return part.get("optional", False)


class Outline:
    """A read-only view over an edition's outline."""

    def __init__(self, edition_id, number, languages, data, released_at=None):
        self.edition_id = edition_id
        self.number = number
        self.languages = languages
        self.released_at = released_at
        self.course = data["course"]
        self.modules = data["modules"]
        self._by_key = {
            activity["key"]: (module, activity)
            for module in self.modules
            for activity in module["activities"]
        }
        self._derived = {}

    def derived(self, key: tuple, make: Callable[[], T]) -> T:
        """What `make` returned the first time for this key: something that follows from
        the outline and the key alone. Shared: read only."""
        if key not in self._derived:
            self._derived[key] = make()
        return self._derived[key]

    def language_for(self, wanted: str) -> str:
        """`wanted` if the edition has it, else English, else its first language."""
        if wanted in self.languages:
            return wanted
        return "en" if "en" in self.languages else self.languages[0]

    def title(self, language: str, sector_codes: Iterable[str | None] = ()) -> Spoken:
        """The course's title in one of its languages, as people of these sectors know
        it: a neutral title comes before the course's own."""
        return Spoken(self.titles(sector_codes).get(language, ""), language)

    def titles(self, sector_codes: Iterable[str | None]) -> dict[str, str]:
        """The same in every language."""
        neutral = self.course.get("sector_titles", {})
        for code in sorted(filter(None, sector_codes)):
            if code in neutral:
                return self.course["title"] | neutral[code]
        return self.course["title"]

    def modules_for(self, sector_codes) -> list[dict]:
        """Core modules and those of the given sectors, in order, optional ones among
        them; none that is empty."""
        sectors = set(sector_codes)
        return [
            module
            for module in self.modules
            if module["activities"]
            and (not module["sectors"] or sectors & set(module["sectors"]))
        ]

    def required_for(self, sector_codes) -> list[dict]:
        """The modules that these sectors need to complete the course, in order."""
        return [
            module
            for module in self.modules_for(sector_codes)
            if not is_optional(module)
            and not all(map(is_optional, module["activities"]))
        ]

    def activities_for(self, sector_codes) -> list[dict]:
        """Activities that these sectors need to complete the course, in order."""
        return [
            activity
            for module in self.required_for(sector_codes)
            for activity in module["activities"]
            if not is_optional(activity)
        ]

    def find(self, activity_key) -> tuple[dict, dict] | None:
        """(module, activity) of a key; None when the edition does not have it."""
        return self._by_key.get(str(activity_key))

    def minutes_for(self, sector_codes) -> int:
        """Planned learning time of what these sectors need."""
        return sum(a["minutes"] for a in self.activities_for(sector_codes))
