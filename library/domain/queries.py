"""Reads with names."""

from django.conf import settings

from library.models import HomePage
from library.registries import open_courses
from organisations.models import Sector

# More stand in the catalogue.
COURSES_SHOWN = 6


def home_page(language: str) -> HomePage | None:
    """The published home page in a language, else in the language of the site.

    None when nobody has published one yet.
    """
    pages = {
        page.locale.language_code: page
        for page in HomePage.objects.live()
        .filter(locale__language_code__in={language, settings.LANGUAGE_CODE})
        .select_related("locale")
    }
    return pages.get(language) or pages.get(settings.LANGUAGE_CODE)


def home_context(language: str, *, page: HomePage | None = None) -> dict:
    """What the public home shows in a language; `page` replaces the published one."""
    courses = [course for answer in open_courses for course in answer(language)]
    return {
        "home": page or home_page(language),
        "courses": courses[:COURSES_SHOWN],
        "sectors": Sector.objects.all(),
    }
