"""A course as a learner of some sector, language and organisation meets it, for those
who make it. Nothing of it is kept."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses import registries
from courses.domain.manifest import Outline, lesson_data, outline_of
from courses.domain.overlays.layers import layers_at
from courses.domain.overlays.weaving import is_local
from courses.domain.player import (
    Place,
    content_of_place,
    place_on,
    with_local_vignettes,
)
from courses.domain.progress import Way
from courses.models import Course, CoursePage, ModulePage, Overlay
from courses.rules import TRYING_ROLES
from lms.errors import DomainError
from organisations.models import Organisation
from organisations.policies import organisations_where

FIRST = "en"


@dataclass(frozen=True)
class Trial:
    """Whom to be. `sector` "" is nobody's in particular; `organisation` None is no
    organisation. `is_draft` takes the course as it is written today, else as it was
    last released."""

    course: Course
    user: object
    language: str
    sector: str = ""
    organisation: Organisation | None = None
    is_draft: bool = True

    @cached_property
    def way(self) -> Way:
        """The way of such a learner who has done nothing. Raises DomainError while there
        is nothing to show."""
        if self.is_draft:
            outline = draft_outline(self.course, self.language)
        elif self.course.current_edition_id is None:
            raise DomainError(_("This course has not been released yet."))
        else:
            outline = outline_of(self.course.current_edition_id)
        sectors = [self.sector] if self.sector else []
        return Way.along(
            outline, sectors, set(), language=self.language, layers=self._layers
        )

    @property
    def _layers(self):
        place = self.organisation
        if place is None or not sees_what_is_added(self.user, place):
            return ()
        return layers_at(place, self.course.pk)

    def place_of(self, key) -> Place | None:
        return place_on(self.way, key)

    def content_of(self, place: Place) -> dict:
        """The lesson's content. Raises NotReady for a draft that cannot be shown yet."""
        if is_local(place.activity) or not self.is_draft:
            return content_of_place(place)
        content = lesson_data(self.page_of(place))
        return with_local_vignettes(content, way=self.way, key=place.activity["key"])

    def read_through(self, place: Place) -> list[str]:
        """What is asked in an activity that is no lesson, each question as HTML."""
        read = registries.read_throughs.get(place.activity["kind"])
        page = self.page_of(place)
        return read(page) if read and page is not None else []

    def page_of(self, place: Place):
        """The activity's page with its newest changes, in the language or the first."""
        rows = {
            page.locale.language_code: page
            for page in Page.objects.filter(
                translation_key=place.activity["key"], alias_of=None
            ).select_related("locale")
        }
        page = rows.get(self.language) or rows.get(FIRST) or next(iter(rows.values()))
        return page.specific.get_latest_revision_as_object()


def sees_what_is_added(user, organisation: Organisation) -> bool:
    """What a municipality adds is its own: shown to those who write or teach there, or
    above it, and to administrators."""
    if user.is_superuser:
        return True
    above = organisation.path.strip("/").split("/")
    return organisations_where(user, TRYING_ROLES).filter(pk__in=above).exists()


def courses_to_try(user) -> QuerySet[Course]:
    """Courses that a person makes, reviews or teaches, or to which they add."""
    if user.is_superuser:
        return Course.objects.all()
    mine = organisations_where(user, TRYING_ROLES)
    added = Overlay.objects.filter(organisation__in=mine)
    return Course.objects.filter(Q(owner__in=mine) | Q(pk__in=added.values("course")))


def draft_outline(course: Course, language: str) -> Outline:
    """The outline of a course as it is written today, published or not; in five queries
    or so, whatever its size. Titles that are not translated yet are in the first
    language. Raises DomainError for a course without a page."""
    pages = {
        page.locale.language_code: page
        for page in CoursePage.objects.filter(
            translation_key=course.page_key, alias_of=None
        ).select_related("locale")
    }
    if not pages:
        raise DomainError(_("This course has no page yet."))
    source = pages.get(FIRST) or pages[min(pages)]
    titles = _titles(pages.get(language))
    activities: dict[str, list] = {}
    for page in (
        Page.objects.descendant_of(source)
        .filter(depth=source.depth + 2)
        .order_by("path")
        .specific()
    ):
        activities.setdefault(page.path[: -page.steplen], []).append(page)

    def title(page):
        return {language: titles.get(page.translation_key, page.draft_title)}

    modules = ModulePage.objects.child_of(source).order_by("path")
    return Outline(
        None,
        0,
        [language],
        {
            "course": {"title": title(source), "summary": {}, "outcomes": {}},
            "modules": [
                {
                    "key": str(module.translation_key),
                    "optional": module.is_optional,
                    "sectors": [sector.pk for sector in module.sectors.all()],
                    "title": title(module),
                    "summary": {},
                    "objectives": {},
                    "activities": [
                        {
                            "key": str(page.translation_key),
                            "kind": str(page.activity_kind),
                            "optional": not page.is_needed,
                            "minutes": page.minutes,
                            "title": title(page),
                            "rules": {},
                        }
                        for page in activities.get(module.path, ())
                    ],
                }
                for module in modules.prefetch_related("sectors")
            ],
        },
    )


def _titles(page: Page | None) -> dict:
    if page is None:
        return {}
    within = Page.objects.descendant_of(page, inclusive=True)
    return dict(within.values_list("translation_key", "draft_title"))
