"""Pages of a course come into being, and follow the body that owns the course."""

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import CatalogueIndexPage, Course, CoursePage
from lms.errors import DomainError
from organisations.domain.groups import give_pages


def course_pages_of(organisation) -> list[int]:
    """Ids of the course pages, in every language, that an organisation owns."""
    keys = Course.objects.filter(owner=organisation).values("page_key")
    return list(
        CoursePage.objects.filter(translation_key__in=keys).values_list("pk", flat=True)
    )


def hand_over_pages(course: Course) -> None:
    """Give the course's pages to its owner, and take them from a former one."""
    pages = CoursePage.objects.filter(translation_key=course.page_key)
    give_pages(list(pages.values_list("pk", flat=True)), course.owner)


@transaction.atomic
def add_course_page(course: Course, *, title: str, locale, actor) -> CoursePage:
    """Draft the course's first page, in the catalogue of a language.

    Nobody adds pages to the catalogue itself: who may would have every course in it.
    Raises DomainError when that language has no catalogue.
    """
    catalogue = CatalogueIndexPage.objects.filter(locale=locale).first()
    if catalogue is None:
        raise DomainError(
            _("There is no catalogue in this language yet."), code="no_catalogue"
        )
    page = CoursePage(
        title=title,
        slug=course.code,
        locale=locale,
        translation_key=course.page_key,
        live=False,
        owner=actor,
    )
    catalogue.add_child(instance=page)
    page.save_revision(user=actor)
    return page
