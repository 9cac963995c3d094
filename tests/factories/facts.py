"""Facts, those who keep them, and the index that knows where they are used."""

import uuid
from datetime import date

import pytest
from wagtail.models import ReferenceIndex

from courses.models import Fact, LessonPage
from lms.errors import DomainError
from organisations.domain.memberships import start_membership
from organisations.models import Organisation, User
from tests.factories.courses import locale
from tests.factories.organisations import UserFactory


def make_fact(
    owner: Organisation,
    key: str = "new-fact",
    *,
    languages: tuple[str, ...] = ("en", "nl"),
    **changes,
) -> dict[str, Fact]:
    """A published fact, by language."""
    translation_key = uuid.uuid4()
    return {
        code: Fact.objects.create(
            **{
                "owner": owner,
                "key": key,
                "text": f"Newer {key} {code}",
                "source_title": "A newer source",
                "source_date": date(2026, 1, 1),
                "valid_from": date(2026, 1, 1),
                "review_by": date(2035, 1, 1),
                "locale": locale(code),
                "translation_key": translation_key,
            }
            | changes
        )
        for code in languages
    }


def english_fact(owner: Organisation, **changes) -> Fact:
    """A published fact in English alone."""
    return make_fact(owner, languages=("en",), **changes)["en"]


def small_fact(language: str = "en") -> Fact:
    """The fact that both lessons of the small course show."""
    return Fact.objects.get(key="small-fact", locale__language_code=language)


def index_lessons() -> None:
    """What Wagtail does when lessons are saved; building a course leaves it out."""
    for page in LessonPage.objects.all():
        ReferenceIndex.create_or_update_for_object(page)


def writer(organisation: Organisation, *roles, now, **about) -> User:
    """Somebody with content roles at an organisation; `about` are the person's fields."""
    user = UserFactory(**about)
    for role in roles:
        start_membership(user, organisation, role=role, now=now)
    return user


def update(thing: Fact | LessonPage, **values) -> None:
    """Change a row behind everybody's back."""
    type(thing).objects.filter(pk=thing.pk).update(**values)
    thing.refresh_from_db()


def refused(code: str, act, *args, **kwargs) -> None:
    """Assert that the domain says no, with this code."""
    with pytest.raises(DomainError) as caught:
        act(*args, **kwargs)
    assert caught.value.code == code


def shown(slug, language="en", *, draft=False) -> list[int]:
    """Ids of the facts that a lesson shows, published or in its draft."""
    page = LessonPage.objects.get(slug=slug, locale__language_code=language)
    if draft:
        page = page.get_latest_revision_as_object()
    return [block.value.pk for block in page.body if block.block_type == "fact"]
