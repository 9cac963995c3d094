"""Facts, those who keep them, and the index that knows where they are used."""

import uuid
from datetime import date

from wagtail.models import ReferenceIndex

from courses.models import Fact, LessonPage
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


def small_fact(language: str = "en") -> Fact:
    """The fact that both lessons of the small course show."""
    return Fact.objects.get(key="small-fact", locale__language_code=language)


def index_lessons() -> None:
    """What Wagtail does when lessons are saved; building a course leaves it out."""
    for page in LessonPage.objects.all():
        ReferenceIndex.create_or_update_for_object(page)


def writer(organisation: Organisation, *roles, now) -> User:
    """Somebody with content roles at an organisation."""
    user = UserFactory()
    for role in roles:
        start_membership(user, organisation, role=role, now=now)
    return user
