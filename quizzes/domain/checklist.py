"""What the publish checklist asks of quizzes and questions."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.domain.languages.things import source_language_of
from courses.models import Course, CoursePage
from courses.models.review import sectors_of
from lms.publishing import Finding, findings_of
from lms.texts import in_a_sentence
from organisations.models import Sector
from quizzes.domain.draw_rules import for_sector, outlook, rules_of_page
from quizzes.domain.pairs.pages import drawing_of
from quizzes.domain.retiring import in_use
from quizzes.domain.versions import left_out
from quizzes.models import Question, QuizPage


def course_of_question(question: Question) -> Course:
    return question.bank.course


def check_questions(page: QuizPage) -> Iterator[Finding]:
    """A quiz draws from what is published, which was written for this course."""
    questions = Question.objects.filter(bank=page.bank_id, locale=page.locale_id)
    for question in in_use(questions.filter(live=True)).select_related("bank__course"):
        question.locale = page.locale
        for finding in findings_of(question):
            yield Finding("questions", f"“{question}”: {finding.message}")


def warn_of_left_out(page: QuizPage) -> Iterator[Finding]:
    """A question that the quiz leaves out, as the course is written in a language that
    it lacks; of the page in that language."""
    language = page.locale.language_code
    if page.bank_id is None or language != _written_in(page.bank.course):
        return
    for question in left_out(page.bank, language=language):
        yield Finding("questions", _left_out(question, language), "bank")


def warn_of_being_left_out(question: Question) -> Iterator[Finding]:
    """The same, told where the question itself is written."""
    language = _written_in(question.bank.course)
    keys = {one.translation_key for one in left_out(question.bank, language=language)}
    if question.translation_key in keys:
        yield Finding("blocks", _left_out(question, language))


def _written_in(course: Course) -> str:
    pages = CoursePage.objects.filter(translation_key=course.page_key, alias_of=None)
    found = list(pages.values_list("locale__language_code", "live"))
    live = [code for code, is_live in found if is_live]
    return source_language_of(live or [code for code, _is_live in found])


def _left_out(question: Question, language: str) -> str:
    return _(
        "“%(question)s” is published in %(own)s and not in %(language)s, in which the "
        "course is written. Quizzes leave it out until it is."
    ) % {
        "question": question,
        "own": in_a_sentence(question.locale.language_code),
        "language": in_a_sentence(language),
    }


def warn_of_small_bank(page: QuizPage) -> Iterator[Finding]:
    draw = drawing_of(page).draw
    if outlook(_published(page), [], draw).held < draw:
        yield Finding(
            "questions",
            _("The bank has fewer questions than an attempt draws."),
            "draw",
        )


def warn_of_rules(page: QuizPage) -> Iterator[Finding]:
    """Rules of the draw that ask more than there is: for anybody, or for the people of
    one sector, where questions are for some sectors only."""
    page = drawing_of(page)
    held, rules = _published(page), rules_of_page(page)
    everybody = outlook(held, rules, page.draw)
    for message in everybody.problems:
        yield Finding("questions", message, "draws")
    named = {sector.pk: sector for one in held for sector in one.sectors.all()}
    if not named:
        return
    for sector in _met_by(page):
        own = outlook(for_sector(held, sector.pk), rules, page.draw)
        said = [line for line in own.problems if line not in everybody.problems]
        if own.held < page.draw <= everybody.held:
            said.append(
                ngettext(
                    "The bank has %(held)d question for an attempt.",
                    "The bank has %(held)d questions for an attempt.",
                    own.held,
                )
                % {"held": own.held}
            )
        for message in said:
            yield Finding("questions", f"{sector}: {message}", "draws")


def _published(page: QuizPage) -> list[Question]:
    held = Question.objects.filter(bank=page.bank_id, locale=page.locale_id, live=True)
    return list(in_use(held).prefetch_related("sectors"))


def _met_by(page: QuizPage) -> QuerySet[Sector]:
    """The sectors whose people meet a quiz: those of its module, or of the course."""
    codes = sectors_of(page) if page.path else set()
    if not codes:
        codes = set(page.bank.course.sectors.values_list("pk", flat=True))
    return Sector.objects.filter(pk__in=codes)
