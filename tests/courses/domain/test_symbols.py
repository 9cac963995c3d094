"""A symbol is never seen without what else it means."""

from datetime import date

import pytest
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from courses.domain.symbols import symbol_findings
from lms.publishing import NotPublishableError
from tests.factories.symbols import make_symbol

# Wagtail leaves the file a picture was made from to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@pytest.fixture
def symbol(beekstad):
    return make_symbol(beekstad, languages=("en",))["en"]


def places(symbol) -> list[tuple[str, str]]:
    return [(one.rule, one.place) for one in symbol_findings(symbol)]


def test_a_complete_symbol_may_go_live(symbol):
    assert places(symbol) == []


@pytest.mark.parametrize("innocent", [[], [("meaning", "  ")]])
def test_without_an_innocent_meaning_it_does_not_go_live(symbol, innocent):
    symbol.innocent = innocent

    assert places(symbol) == [("symbol", "innocent")]
    with pytest.raises(NotPublishableError, match="at least one innocent meaning"):
        symbol.save()


def test_a_symbol_looks_like_something(symbol):
    symbol.written = " "

    assert places(symbol) == [("symbol", "written")]


def test_an_image_has_words_and_rights(symbol, image_of_a_square):
    symbol.image = image_of_a_square

    assert places(symbol) == [("symbol", "image_text"), ("rights", "rights_holder")]
    symbol.image_text, symbol.rights_holder, symbol.licence = "A square", "Us", "CC0"
    assert places(symbol) == []


@pytest.fixture
def image_of_a_square(db):
    return get_image_model()(title="A square", file=get_test_image_file())


def test_what_is_due_for_review_is_looked_at_first(symbol):
    symbol.review_by = date(2020, 1, 1)

    assert places(symbol) == [("symbol", "review_by")]
