"""The modules that a training session may teach, to choose from."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.texts import said
from trainers.domain.in_course.teaching import Taught, is_taught


def modules_to_choose(taught: list[Taught]) -> list[tuple[str, list]]:
    """Modules of courses, under the title of each; with what attending one gives."""
    language = get_language()
    found = []
    for one in taught:
        spoken = one.outline.language_for(language)
        found.append(
            (
                one.outline.title(spoken),
                [
                    (f"{one.course.code}/{module['key']}", _label(one, module, spoken))
                    for module in one.outline.modules
                ],
            )
        )
    return found


def _label(one: Taught, module: dict, language: str) -> str:
    title = said(module["title"], language)
    if not is_taught(module):
        return title
    if one.gives:
        words = _(
            "%(title)s (what is attended is done in the course, and gives its statement)"
        )
    else:
        words = _("%(title)s (what is attended is done in the course)")
    return words % {"title": title}
