"""A course with a pre-test before its lessons and a post-test at its end."""

from uuid import UUID, uuid4

from courses.exercises import kind_of
from courses.models import ModulePage
from quizzes.domain import attempts
from quizzes.domain.versions import content_in
from quizzes.enums import QuizPart
from quizzes.models import Attempt, Bank, Question, QuizPage
from tests.factories.courses import SmallCourse, approve_translations, make_course
from tests.factories.exercises import answer_fields, posted, stable
from tests.factories.organisations import OrganisationFactory


def with_pre_test(small: SmallCourse) -> SmallCourse:
    """The course's quiz becomes a post-test, and a pre-test stands first. Half of the
    questions are taught in the first lesson, the others in the second."""
    bank = Bank.objects.get(course=small.course)
    for number, question in enumerate(bank.questions.order_by("key", "locale")):
        lesson = "small-one" if number % 4 < 2 else "small-two"
        Question.objects.filter(pk=question.pk).update(lesson_key=small.key(lesson))
    for post in QuizPage.objects.filter(bank=bank):
        QuizPage.objects.filter(pk=post.pk).update(part=QuizPart.POST)
        module = ModulePage.objects.get(pk=post.get_parent().pk)
        pre = QuizPage(
            title=f"Before {post.locale.language_code}",
            slug="before",
            locale=post.locale,
            translation_key=pre_key(),
            bank=bank,
            part=QuizPart.PRE,
        )
        module.add_child(instance=pre)
        pre.move(module, pos="first-child")
    approve_translations(small.course)
    return small


def released_pair() -> SmallCourse:
    """Eight questions, four of them asked."""
    owner = OrganisationFactory(name="Beekstad", code="beekstad")
    small = with_pre_test(make_course(owner, bank_size=8, draw=4))
    small.release()
    return small


def pre_key() -> UUID:
    return UUID(stable("small-pre-test"))


def take(enrolment, key, *, now, wrong=(), language="en") -> Attempt:
    """An attempt that is answered and handed in, wrong at the questions of these
    numbers: the place of each in the order of all its versions."""
    attempt = attempts.start_attempt(enrolment, key, language=language, now=now)
    items = list(attempt.items.select_related("version"))
    by_version = sorted(items, key=lambda item: item.version_id)
    for item in items:
        content = content_in(item.version, language)
        right = by_version.index(item) not in wrong
        fields = answer_fields(content, right=right)
        attempts.save_answer(
            item,
            kind_of(content).read(content, posted(fields)),
            client=uuid4(),
            sequence=1,
            language=language,
            now=now,
        )
    return attempts.submit_attempt(attempt, language=language, now=now)
