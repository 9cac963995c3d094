"""What a release would hold: the approved pages of a course, language by language."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.domain.checklist import Line, checklist_of
from courses.domain.languages.joining import refusals
from courses.domain.languages.standings import languages_of
from courses.domain.languages.things import source_language_of
from courses.domain.manifest import NotReady, canonical_hash, check_alike
from courses.domain.reviewing.releases import check_reviewed
from courses.models import Course, CoursePage, ModulePage
from courses.registries import ManifestSource, manifest_sources, manifest_stamps
from lms.errors import DomainError


@dataclass
class Draft:
    """An edition as it would be released now. `problems` keeps a language out, with
    the reason; `hashes` maps (activity key, language) to the content's hash."""

    outline: dict = field(default_factory=dict)
    hashes: dict[tuple[str, str], str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    languages: list[str] = field(default_factory=list)
    problems: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


class Contents:
    """Where drafted contents go. This one holds them in memory, for a release in one
    breath; courses.domain.editions.preparing has one that survives."""

    def __init__(self) -> None:
        self.by_hash: dict[str, dict] = {}

    def expect(self, total: int) -> None:
        """So many contents are about to be drafted."""

    def tell(self, page: Page, lines: list[Line]) -> None:
        """What the checklist says of a page that the edition would hold."""

    def add(self, key: str, kind: str, language: str, make: Callable[[], dict]) -> str:
        """The hash of an activity's content; `make` drafts it where it is not held."""
        data = make()
        content_hash = canonical_hash(data)
        self.by_hash[content_hash] = data
        return content_hash


def draft_edition(
    course: Course, *, now: datetime, contents: Contents | None = None
) -> Draft:
    """Build what a release would hold, without writing an edition.

    The source language decides order and sectors. Another language joins only when
    everything in it is approved (courses.domain.languages) and ready.
    Raises DomainError when the course has no live page or nothing to learn.
    """
    pages = _course_pages(course)
    if not pages:
        raise DomainError(_("Publish the course page first."))
    source_language = source_language_of(pages)
    trees = {code: _live_tree(page, course) for code, page in pages.items()}
    draft, contents = Draft(), contents or Contents()
    skeleton = trees[source_language]
    count = sum(len(activities) for _module, activities in skeleton.values())
    if not count:
        raise DomainError(_("There is no published lesson in this course yet."))

    contents.expect(count * len(trees))
    standing = languages_of(course, trees)
    check_reviewed(standing)
    for language in sorted(trees, key=lambda code: (code != source_language, code)):
        try:
            told = [
                *_stops(pages[language], contents, course),
                *_collect(draft, contents, language, trees[language], skeleton),
            ]
        except NotReady as problem:
            told = [problem.message]
        if told:
            draft.problems[language] += told
            if language == source_language:
                raise NotReady(" ".join(told))
        if reasons := refusals(standing, language):
            draft.problems[language] += reasons
        if language not in draft.problems:
            draft.languages.append(language)
            continue
        for key in [k for k in draft.hashes if k[1] == language]:
            del draft.hashes[key]
    draft.outline = _outline(draft, pages, trees, skeleton, now)
    if neutral := _sector_titles(course, draft.languages):
        draft.outline["course"]["sector_titles"] = neutral
    return draft


def stamp_of(course: Course) -> str:
    """Changes whenever something is published, moved or withdrawn that a release of
    the course would hold; drafts leave it alone."""
    pages = Page.objects.none()
    for page in _course_pages(course).values():
        pages |= page.get_descendants(inclusive=True)
    state = [
        [pk, path, live, published and published.isoformat()]
        for pk, path, live, published in pages.order_by("path").values_list(
            "pk", "path", "live", "last_published_at"
        )
    ]
    titles = list(course.sector_titles.values_list("sector", "titles"))
    stamps = [str(stamp(course)) for stamp in manifest_stamps]
    return canonical_hash([state, titles, stamps])


def _course_pages(course: Course) -> dict[str, CoursePage]:
    return {
        page.locale.language_code: page
        for page in CoursePage.objects.filter(
            translation_key=course.page_key, live=True, alias_of=None
        ).select_related("locale")
    }


def _live_tree(course_page, course: Course) -> dict:
    """{module key: (module page, {activity key: activity page})} of live pages."""
    tree = {}
    modules = ModulePage.objects.child_of(course_page).live().order_by("path")
    for module in modules.prefetch_related("sectors"):
        module.known_course = course
        activities = list(module.get_children().live().specific().order_by("path"))
        for page in activities:
            page.known_course = course
        tree[module.translation_key] = (
            module,
            {page.translation_key: page for page in activities},
        )
    return tree


def _collect(draft, contents, language: str, tree: dict, skeleton: dict) -> list[str]:
    """Draft what a language holds; return what stands in the way, all of it."""
    told = []
    for module_key, (module, activities) in skeleton.items():
        if module_key not in tree:
            raise NotReady(_("The module “%s” is missing.") % module.title)
        own_module, translated = tree[module_key]
        told += _stops(own_module, contents)
        for key, page in activities.items():
            if key not in translated:
                raise NotReady(_("“%s” is missing.") % page.title)
            source, own = manifest_sources[page.activity_kind], translated[key]
            check_alike(page, own)
            kind = str(page.activity_kind)
            make = partial(_content, source, own, contents)
            try:
                content_hash = contents.add(str(key), kind, language, make)
            except NotReady as problem:
                # The others are looked at as well: who mends one mends them all.
                told.append(problem.message)
                continue
            draft.hashes[str(key), language] = content_hash
            draft.kinds[str(key)] = kind
    return told


def _content(source: ManifestSource, page, contents: Contents) -> dict:
    data = source.data(page)
    if stops := _stops(page, contents):
        raise NotReady(" ".join(stops))
    return data


def _stops(page, contents: Contents, course: Course | None = None) -> list[str]:
    """What was published once may not be publishable any more. All that the checklist
    says of the page is told to `contents`."""
    if course is not None:
        page.known_course = course
    lines = [line for line in checklist_of(page) if not line.is_ok]
    contents.tell(page, lines)
    return [f"“{page.title}”: {line.message}" for line in lines if line.stops]


def _outline(draft, pages, trees, skeleton, now) -> dict:
    def texts(read):
        return {language: read(language) for language in draft.languages}

    def values(stream) -> list[str]:
        return [str(child.value) for child in stream]

    modules = []
    for module_key, (module, activities) in skeleton.items():

        def in_language(language, module_key=module_key):
            return trees[language][module_key]

        modules.append(
            {
                "key": str(module_key),
                # Said only where it is so, as in editions of before there were any.
                **({"optional": True} if module.is_optional else {}),
                "sectors": sorted(sector.pk for sector in module.sectors.all()),
                "title": texts(lambda code: in_language(code)[0].title),
                "summary": texts(lambda code: in_language(code)[0].summary),
                "objectives": texts(lambda c: values(in_language(c)[0].objectives)),
                "activities": [
                    {
                        "key": str(key),
                        "kind": str(page.activity_kind),
                        **({} if page.is_needed else {"optional": True}),
                        "minutes": page.minutes,
                        "title": texts(lambda c, k=key: in_language(c)[1][k].title),
                        "rules": manifest_sources[page.activity_kind].rules(
                            page, now=now
                        ),
                    }
                    for key, page in activities.items()
                ],
            }
        )
    return {
        "course": {
            "title": texts(lambda code: pages[code].title),
            "summary": texts(lambda code: pages[code].summary),
            "outcomes": texts(lambda code: values(pages[code].outcomes)),
        },
        "modules": modules,
    }


def _sector_titles(course: Course, languages: list[str]) -> dict[str, dict[str, str]]:
    """The neutral titles, in the languages that join. One that lacks a language would
    show the course's own title there, which is what it is to avoid."""
    titles = {}
    for neutral in course.sector_titles.select_related("sector"):
        for language in languages:
            if not neutral.titles.get(language):
                raise NotReady(
                    _("The neutral title for “%(sector)s” is missing in %(language)s.")
                    % {"sector": neutral.sector, "language": language.upper()}
                )
        titles[neutral.sector_id] = {code: neutral.titles[code] for code in languages}
    return titles
