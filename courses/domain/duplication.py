"""A course made from another: its pages and what higher apps keep for it, in every
language, to be changed without touching the one it came from."""

import uuid
from dataclasses import dataclass, field

from django.db import IntegrityError, models, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses import registries
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


@dataclass
class Copying:
    """One course on its way to become two. Higher apps get it from the registry.

    `keys` maps the translation_key of each page to that of its copy, the same in every
    language. What an app copies it notes in `made`, so that pages find it.
    """

    source: Course
    target: Course
    actor: object
    keep_live: bool
    keys: dict[uuid.UUID, uuid.UUID] = field(default_factory=dict)
    made: dict[tuple[type[models.Model], int], models.Model] = field(
        default_factory=dict
    )

    def key_of(self, old: uuid.UUID | None) -> uuid.UUID | None:
        """The copy's key for a page's; None for what is not part of the course."""
        return self.keys.get(old)


@transaction.atomic
def duplicate_course(
    course: Course,
    *,
    code: str,
    title: str,
    owner: Organisation,
    actor,
    keep_live: bool = False,
    is_practice: bool = False,
) -> Course:
    """A new course with copies of all pages and questions, in every language.

    Facts and cases are shown by both courses: they are kept true in one place. Nobody
    is enrolled, and no edition is released. Drafts are copied as they stand; with
    `keep_live` what is published is copied as it is published, else all of it becomes
    a draft. `title` is for the language the course was written in.
    Raises DomainError "no_pages" when there is nothing to copy, "code_taken" when
    another course has the code; NotPublishableError when something published would
    not be allowed to be published today.
    """
    faces = _faces(course)
    if not faces:
        raise DomainError(_("This course has no page yet."), code="no_pages")
    target = _new_course(course, code, owner, is_practice)
    copying = Copying(course, target, actor, keep_live)
    copying.keys[faces[0].translation_key] = target.page_key
    trees = [[face, *_below(face)] for face in faces]
    for page in (page for tree in trees for page in tree):
        copying.keys.setdefault(page.translation_key, uuid.uuid4())
    for copied in registries.course_copies:
        copied.copy(copying)
    titles = [title, *(None for _more in trees[1:])]
    for tree, name in zip(trees, titles, strict=True):
        _copy_tree(tree, copying, title=name)
    return target


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


def _new_course(
    course: Course, code: str, owner: Organisation, is_practice: bool
) -> Course:
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


def _copy_tree(tree: list[Page], copying: Copying, *, title: str | None) -> None:
    face, *rest = tree
    with translation.override(face.locale.language_code):
        name = title or _("%(title)s (copy)") % {"title": face.title}
    copies = {
        face.path: _copied(
            face,
            face.get_parent(),
            copying,
            title=name,
            draft_title=name,
            slug=copying.target.code,
        )
    }
    for page in rest:
        parent = copies.get(page.path[: -Page.steplen])
        if parent is not None:
            copies[page.path] = _copied(page, parent, copying)


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
