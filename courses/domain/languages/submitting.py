"""Submitting a whole course for translation: what it would make, then the task."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from courses.domain.languages.standings import languages_of
from courses.domain.languages.things import Thing
from courses.models import CatalogueIndexPage, Course
from courses.rules import authoring_at
from lms import audit
from lms.errors import DomainError
from lms.translating import save_draft
from organisations.models import User


@dataclass(frozen=True)
class Submission:
    """What submitting a course would do: `fresh` texts get a draft in the language,
    `taken` have one already and become translatable sentence by sentence, `foreign`
    belong to others, who have to translate them first."""

    language: str
    source_language: str
    fresh: list[Thing]
    taken: list[Thing]
    foreign: list[Thing]


def plan_submission(course: Course, language: str, *, actor) -> Submission:
    """What submitting would do; changes nothing. Raises DomainError `no_catalogue` for a
    language the site is not there in, `is_source` for the course's own."""
    if not CatalogueIndexPage.objects.filter(locale__language_code=language).exists():
        raise DomainError(
            _("There is no catalogue in this language yet."), code="no_catalogue"
        )
    languages = languages_of(course, [language])
    if language == languages.source_language:
        raise DomainError(
            _("The course is written in this language."), code="is_source"
        )
    bodies = authoring_at(actor)
    managed = set(
        Translation.objects.filter(
            source__object_id__in=[thing.key for thing in languages.things],
            target_locale__language_code=language,
            enabled=True,
        ).values_list("source__object_id", flat=True)
    )
    plan = Submission(language, languages.source_language, [], [], [])
    for cell in languages.of(language):
        thing = cell.thing
        is_mine = bodies is None or thing.owner_id in bodies
        if language not in thing.rows:
            (plan.fresh if is_mine else plan.foreign).append(thing)
        elif is_mine and thing.key not in managed:
            plan.taken.append(thing)
    return plan


def submit_thing(thing: Thing, plan: Submission, *, user) -> Translation:
    """Make a text translatable sentence by sentence, with a draft where it has none."""
    source, _created = TranslationSource.update_or_create_from_instance(
        thing.rows[plan.source_language]
    )
    translation, _created = Translation.objects.update_or_create(
        source=source,
        target_locale=Locale.objects.get(language_code=plan.language),
        defaults={"enabled": True},
    )
    if plan.language not in thing.rows:
        save_draft(translation, user=user)
    return translation


def submit_course(course: Course, language: str, *, actor, now) -> list[str]:
    """Make drafts of all that is missing in a language, and nothing twice: what a lost
    worker left is done by the next one. Each text is a step of its own.

    What is published is not touched. Returns what could not be made, and why.
    """
    plan = plan_submission(course, language, actor=actor)
    problems = []
    for thing in in_order(plan.fresh):
        try:
            with transaction.atomic():
                submit_thing(thing, plan, user=actor)
        except ValidationError as problem:
            title = thing.rows[plan.source_language]
            problems += [f"“{title}”: {message}" for message in problem.messages]
    audit.record(
        "courses.translation_submitted",
        actor=actor,
        subject=course,
        now=now,
        data={
            "language": language,
            "texts": len(plan.fresh) - len(problems),
            "problems": len(problems),
        },
        organisation=course.owner_id,
    )
    return problems


def carry_out(course_id: int, language: str, user_id: int, *, now) -> None:
    """`submit_course` by ids; nothing if the course or the person is gone."""
    course = Course.objects.filter(pk=course_id).first()
    user = User.objects.filter(pk=user_id).first()
    if course is not None and user is not None:
        submit_course(course, language, actor=user, now=now)


def in_order(things: Iterable[Thing]) -> list[Thing]:
    """Facts and cases before the pages that show them, pages from the top down."""
    return sorted(things, key=lambda thing: issubclass(thing.model, Page))
