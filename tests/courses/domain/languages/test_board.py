import pytest

from courses.domain.languages.board import (
    Filter,
    board_of,
    chosen_cells,
    languages_begun,
    translations_to_do,
)
from courses.domain.languages.standings import languages_of
from courses.enums import TranslationState as State
from courses.enums import TranslationStep
from courses.models import Course, TranslationAct
from organisations.enums import Role
from tests.factories.courses import locale, make_course

pytestmark = pytest.mark.django_db


def test_columns_count_what_the_source_has_published(small):
    locale("fr")
    small.lesson("small-two").unpublish()
    board = board_of(small.course, Filter())
    assert [
        (one.language, one.is_source, dict(one.counts)) for one in board.columns
    ] == [
        ("en", True, {State.SOURCE: 19}),
        ("fr", False, {State.MISSING: 19}),
        ("nl", False, {State.APPROVED: 19}),
    ]
    assert board.columns[2].refusals == []
    assert len(board.rows) == 20


def test_rows_have_their_kind_and_module(small):
    board = board_of(small.course, Filter(kind="lesson"))
    assert [(row.title, row.kind, row.module) for row in board.rows] == [
        ("Lesson one en", "Lesson", "Core en"),
        ("Lesson two en", "Lesson", "Core en"),
        ("Lesson beat en", "Lesson", "Police en"),
    ]
    assert board.kinds["question"] == "Question"
    assert board.people == {}


def test_a_filter_by_language_keeps_the_source_beside_it(small):
    locale("fr")
    board = board_of(small.course, Filter(state=State.APPROVED, language="nl"))
    assert [column.language for column in board.columns] == ["en", "nl"]
    assert len(board.rows) == 20
    assert (
        board_of(small.course, Filter(state=State.APPROVED, language="fr")).rows == []
    )


def test_to_do_is_what_waits_in_courses_of_ones_own(
    unapproved, somebody, beekstad, valmont
):
    make_course(valmont, code="theirs")
    Course.objects.create(code="empty", owner=beekstad)
    unapproved.lesson("small-two", "nl").unpublish()
    told = translations_to_do(somebody(Role.AUTHOR))
    assert [(one.course, one.language, one.counts, one.total) for one in told] == [
        (unapproved.course, "nl", [(State.DRAFT, 1), (State.TRANSLATED, 19)], 20)
    ]
    assert translations_to_do(somebody(Role.COORDINATOR)) == []


def test_nothing_is_to_do_where_all_is_approved(small, django_user_model):
    assert translations_to_do(django_user_model.objects.create_superuser("root")) == []


def test_the_queries_of_the_list_do_not_depend_on_the_courses(
    unapproved, beekstad, somebody, django_assert_num_queries
):
    author = somebody(Role.AUTHOR)
    translations_to_do(author)
    with django_assert_num_queries(11):
        translations_to_do(author)
    for number in range(4):
        make_course(beekstad, code=f"more-{number}", bank_size=1, draw=1)
    TranslationAct.objects.filter(step=TranslationStep.APPROVED).delete()
    with django_assert_num_queries(11):
        assert len(translations_to_do(author)) == 5


def test_a_language_has_begun_once_the_course_has_a_page_in_it(small, beekstad):
    locale("fr")
    assert languages_begun(languages_of(small.course, [])) == ["nl"]
    empty = Course.objects.create(code="empty", owner=beekstad)
    assert languages_begun(languages_of(empty, [])) == []


def test_cells_are_chosen_by_their_keys(small):
    languages = languages_of(small.course, ["nl"])
    cells = chosen_cells(languages, "nl", None)
    assert len(cells) == 20
    assert chosen_cells(languages, "nl", [cells[3].thing.key]) == [cells[3]]
    assert chosen_cells(languages, "nl", []) == []
