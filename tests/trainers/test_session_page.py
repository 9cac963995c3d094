"""A part taught in a session as its author writes it."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from courses.models import ModulePage
from organisations.enums import Role
from tests.factories.facts import writer
from tests.factories.organisations import OrganisationFactory
from tests.factories.taught import make_taught
from trainers.models import SessionPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def taught(db):
    return make_taught(OrganisationFactory(name="House"), released=False)


@pytest.fixture
def author(client, taught):
    person = writer(taught.course.owner, Role.AUTHOR, now=timezone.now(), language="en")
    client.force_login(person)
    return client


def test_an_author_adds_one_to_a_module_and_finds_its_fields(author, taught):
    module = ModulePage.objects.get(
        translation_key=taught.module_key(), locale__language_code="en"
    )
    kinds = author.get(reverse("wagtailadmin_pages:add_subpage", args=[module.pk]))
    assert "Part taught in a session" in kinds.text
    url = reverse("wagtailadmin_pages:add", args=["trainers", "sessionpage", module.pk])
    page = author.get(url)
    assert page.status_code == 200
    assert 'name="minutes" value="180"' in page.text
    assert "nobody ticks it off" in page.text
    author.post(
        url,
        {
            "title": "Another day",
            "slug": "another-day",
            "minutes": 90,
            "introduction": "Bring a case.",
        },
    )
    made = SessionPage.objects.get(slug="another-day")
    assert (made.minutes, made.introduction, made.live) == (90, "Bring a case.", False)


def test_nothing_else_than_a_module_holds_one(taught):
    assert SessionPage in ModulePage.allowed_subpage_models()
    assert SessionPage.allowed_subpage_models() == []
    assert SessionPage.allowed_parent_page_models() == [ModulePage]
    assert Page not in SessionPage.allowed_parent_page_models()


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_preview_shows_what_learners_read(taught, language):
    page = taught.part(language=language)
    shown = page.make_preview_request()
    shown.render()
    text = shown.text
    assert f'<html lang="{language}">' in text
    assert f"Bring your questions {language}" in text
    assert "180" in text


def test_a_draft_without_anything_is_previewed_too(taught):
    page = SessionPage(title="", minutes=None, locale=taught.part().locale)
    shown = page.make_preview_request()
    shown.render()
    assert shown.status_code == 200
