"""Which rules of this floor are asked of what: called once, when the app is ready."""

from django.utils.translation import gettext_lazy as _
from wagtail.models import TranslatableMixin

from courses.domain.balance import check_balance
from courses.domain.checklist import name_rule, own, parts, register_warning
from courses.domain.checklist.ease import check_ease
from courses.domain.checklist.markup import check_markup
from courses.domain.checklist.recognition import RULE as RECOGNITION
from courses.domain.checklist.recognition import warn_of_recognition
from courses.domain.checklist.words import check_words
from courses.models import (
    CoursePage,
    Fact,
    LessonPage,
    LocalLesson,
    ModulePage,
    Vignette,
)
from courses.models.pages import LearningPage
from lms.publishing import register_check

# What people read has a row per language, whichever app it is of.
READ = TranslatableMixin


def register() -> None:
    _name_rules()
    for check in (check_words, check_ease, check_markup):
        register_check(READ, check)
    for check in (
        parts.check_blocks,
        parts.check_shown,
        parts.check_facts_shown,
        parts.check_media,
    ):
        register_check(LearningPage, check)
        register_check(LocalLesson, check)
    register_check(CoursePage, check_balance)
    register_check(Fact, own.check_fact)
    register_check(Vignette, own.check_case)
    register_warning(LearningPage, parts.warn_of_stale_facts)
    register_warning(LocalLesson, parts.warn_of_stale_facts)
    register_warning(Fact, own.warn_of_fact)
    register_warning(Vignette, own.warn_of_case)
    register_warning(CoursePage, own.warn_of_course_page)
    register_warning(CoursePage, warn_of_recognition)
    register_warning(ModulePage, own.warn_of_module)


def _name_rules() -> None:
    name_rule("basics", _("What it needs to say"), READ)
    name_rule("blocks", _("Every part is complete"), LessonPage, LocalLesson)
    name_rule("parts", _("What it shows is published"), LessonPage, LocalLesson)
    name_rule("facts", _("Sources and review dates"), LessonPage, LocalLesson, Fact)
    name_rule(
        "media", _("Alternative texts, captions, rights"), LessonPage, LocalLesson
    )
    name_rule("cases", _("The invented case"), Vignette)
    name_rule("signs", _("An ordinary explanation beside each sign"), Vignette)
    name_rule("balance", _("Forms of extremism in balance"), CoursePage)
    name_rule("words", _("Words that can stigmatise"), READ)
    name_rule("reading", _("Easy to read"), READ)
    name_rule(RECOGNITION, _("Recognition of the provider"), CoursePage)
    name_rule("languages", _("Languages"), LessonPage, LocalLesson)
