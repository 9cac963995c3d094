"""A course made from another: its pages and what higher apps keep for it, in every
language, to be changed without touching the one it came from.

Copying is done in steps, each of which finds what it made before: what broke off is gone
on with, and nothing is made twice. courses.domain.duplicating does them in the
background.

Facts and cases are shown by both courses: they are kept true in one place. Nobody is
enrolled, and no edition is released. Drafts are copied as they stand; what is published
becomes a draft, except in a course to practise in, where it is copied as it is published.
Taken along are who gives the course, its practice, its neutral titles, the reasons for
wordings, and what is translated sentence by sentence. Reviews and approvals are not: they
were about the texts of another course.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from django.db import IntegrityError, models, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses import registries
from courses.domain.duplicated_with import copy_reasons, copy_titles, translation_steps
from courses.models import Course, CoursePage
from lms.errors import DomainError
from organisations.models import Organisation

# In what a copy differs from the course it was made from.
ITS_OWN = {
    "id",
    "code",
    "page_key",
    "owner",
    "is_open",
    "is_practice",
    "current_edition",
}
Step = Callable[[], None]


@dataclass
class Copying:
    """One course on its way to become two. Higher apps get it from the registry.

    `keys` maps the translation_key of each page to that of its copy, the same in every
    language; `other_keys` those of what higher apps copy. What an app copies it notes in
    `made`, so that pages find it.
    """

    source: Course
    target: Course
    actor: object
    keep_live: bool
    keys: dict[uuid.UUID, uuid.UUID] = field(default_factory=dict)
    other_keys: dict[uuid.UUID, uuid.UUID] = field(default_factory=dict)
    made: dict[tuple[type[models.Model], int], models.Model] = field(
        default_factory=dict
    )

    def key_of(self, old: uuid.UUID | None) -> uuid.UUID | None:
        """The copy's key for a page's; None for what is not part of the course."""
        return self.keys.get(old)

    def new_key(self, old: uuid.UUID) -> uuid.UUID:
        """The key of the copy of anything, the same however often it is asked."""
        return uuid.uuid5(self.target.page_key, str(old))


def new_course(
    course: Course, *, code: str, owner: Organisation, is_practice: bool = False
) -> Course:
    """The course a copy begins with: like the other one, without pages. Raises
    DomainError "no_pages" or "code_taken"."""
    if not _faces(course):
        raise DomainError(_("This course has no page yet."), code="no_pages")
    alike = {
        field.name: getattr(course, field.name)
        for field in Course._meta.concrete_fields
        if field.name not in ITS_OWN
    }
    try:
        with transaction.atomic():
            target = Course.objects.create(
                code=code, owner=owner, is_practice=is_practice, **alike
            )
    except IntegrityError as error:
        raise DomainError(
            _("Another course has this code already. Choose a different one."),
            code="code_taken",
        ) from error
    for links in Course._meta.many_to_many:
        getattr(target, links.name).set(getattr(course, links.name).all())
    return target


def steps_of(copying: Copying, *, title: str) -> list[Step]:
    """What there is to do, in its order. Doing a step again changes nothing. `title` is
    for the language the course was written in.

    A step raises NotPublishableError when something published would not be allowed to be
    published today.
    """
    faces = _faces(copying.source)
    trees = [[face, *_below(face)] for face in faces]
    for face in faces:
        copying.keys[face.translation_key] = copying.target.page_key
    for page in (page for tree in trees for page in tree):
        copying.keys.setdefault(
            page.translation_key, copying.new_key(page.translation_key)
        )
    of_apps = [step for one in registries.course_copies for step in one.steps(copying)]
    # Before the pages: what is published answers to the checklist with its reasons.
    steps = [partial(copy_titles, copying), partial(copy_reasons, copying), *of_apps]
    copies: dict[str, Page] = {}
    for number, tree in enumerate(trees):
        name = title if number == 0 else None
        steps += [partial(_copy_page, page, copying, copies, name) for page in tree]
    return steps + translation_steps(copying)


def _faces(course: Course) -> list[CoursePage]:
    """The course's pages, the language it was written in first."""
    pages = CoursePage.objects.filter(translation_key=course.page_key, alias_of=None)
    return sorted(
        pages.select_related("locale"),
        key=lambda page: (
            page.locale.language_code != "en",
            page.locale.language_code,
        ),
    )


def _below(face: CoursePage) -> list[Page]:
    """Modules and activities of a language; parents stand before their children."""
    return list(face.get_descendants().filter(alias_of=None).order_by("path"))


def _copy_page(
    page: Page, copying: Copying, copies: dict[str, Page], title: str | None
) -> None:
    """Copy a page below the copy of its parent; `copies` has them by the path of their
    originals. `title` is for the course page itself."""
    held = Page.objects.filter(
        translation_key=copying.keys[page.translation_key], locale=page.locale_id
    ).first()
    if held is not None:
        copies[page.path] = held
    elif isinstance(page, CoursePage):
        copies[page.path] = _copied(
            page, page.get_parent(), copying, **_names(page, copying, title)
        )
    elif page.path[: -Page.steplen] in copies:
        parent = copies[page.path[: -Page.steplen]]
        # Read again: its number of children has grown meanwhile.
        copies[page.path] = _copied(page, Page.objects.get(pk=parent.pk), copying)


def _names(face: CoursePage, copying: Copying, title: str | None) -> dict[str, str]:
    with translation.override(face.locale.language_code):
        name = title or _("%(title)s (copy)") % {"title": face.title}
    return {"title": name, "draft_title": name, "slug": copying.target.code}


def _copied(page: Page, parent: Page, copying: Copying, **attributes) -> Page:
    specific = page.specific
    if not (copying.keep_live and page.live):
        specific = specific.get_latest_revision_as_object()
    attributes["translation_key"] = copying.keys[page.translation_key]
    for copied in registries.course_copies:
        attributes |= copied.attributes(specific, copying)
    return specific.copy(
        to=parent,
        update_attrs=attributes,
        copy_revisions=False,
        keep_live=copying.keep_live and page.live,
        reset_translation_key=False,
        user=copying.actor,
    )
