"""A course of which a part is done by attending a training session, and what follows
from that, made the way Relay makes them."""

from dataclasses import dataclass

from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from courses.domain.enrolment import begin_again as begin
from courses.models import (
    CatalogueIndexPage,
    Course,
    CoursePage,
    Enrolment,
    ModulePage,
)
from lms.remembered import forget
from organisations.models import Organisation
from tests.factories.courses import NOW, SmallCourse, locale
from tests.factories.exercises import stable
from trainers.models import SessionPage

LANGUAGES = ("en", "nl")


@dataclass
class TaughtCourse(SmallCourse):
    """A course with a module, or several, each with one part taught in a session."""

    def part(self, number: int = 0, language: str = "en") -> SessionPage:
        return SessionPage.objects.get(
            translation_key=stable(f"{self.course.code}-part-{number}"),
            locale=locale(language),
        )

    def part_key(self, number: int = 0) -> str:
        return stable(f"{self.course.code}-part-{number}")

    def module_key(self, number: int = 0) -> str:
        return stable(f"{self.course.code}-module-{number}")


def make_taught(
    owner: Organisation,
    *,
    code: str = "workshop",
    is_open: bool = True,
    modules: int = 1,
    released: bool = True,
    now=NOW,
) -> TaughtCourse:
    """Such a course in two languages, released."""
    forget()
    course = Course.objects.create(
        code=code,
        owner=owner,
        page_key=stable(f"{code}-page"),
        is_open=is_open,
        is_focused=True,
    )
    made = TaughtCourse(course)
    with disable_reference_index_auto_update():
        _fill(made, modules)
    if released:
        made.release(now=now)
    return made


def _fill(made: TaughtCourse, modules: int) -> None:
    root = Page.objects.filter(depth=1).first()
    code = made.course.code
    for language in LANGUAGES:
        loc = locale(language)

        def child(parent, model, key, title, loc=loc, language=language, **fields):
            page = model(
                title=f"{title} {language}",
                slug=f"{code}-{key}",
                locale=loc,
                translation_key=stable(f"{code}-{key}"),
                **fields,
            )
            return parent.add_child(instance=page)

        index = child(root, CatalogueIndexPage, f"index-{language}", "Courses")
        made.pages[language] = child(index, CoursePage, "page", "Workshop")
        for number in range(modules):
            module = child(
                made.pages[language], ModulePage, f"module-{number}", f"Day {number}"
            )
            child(
                module,
                SessionPage,
                f"part-{number}",
                f"Together {number}",
                introduction=f"Bring your questions {language}",
            )


def begin_again(enrolment: Enrolment, *, now) -> Enrolment:
    """The next cycle of an enrolment that is completed."""
    return begin(enrolment, now=now, is_offered=True)
