"""The code in the room: good while it is shown and once more, for its block alone."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from trainers.domain.attendance import codes
from trainers.models import SessionBlock

BLOCK = SessionBlock(uuid=UUID(int=7))
OTHER = SessionBlock(uuid=UUID(int=8))
STEP = timedelta(seconds=codes.STEP_SECONDS)
MOMENTS = st.integers(1_750_000_000_000, 2_000_000_000_000).map(
    lambda moment: datetime.fromtimestamp(moment / 1000, tz=UTC)
)


@given(MOMENTS, st.integers(0, 2 * codes.STEP_SECONDS - 1))
def test_who_began_to_type_what_is_shown_has_time_to_end(at, seconds):
    typed, token = codes.code_at(BLOCK, at), codes.token_at(BLOCK, at)
    later = at + timedelta(seconds=min(seconds, codes.seconds_left(at) + 29))
    assert codes.is_code(BLOCK, typed, later)
    assert codes.is_code(BLOCK, token, later)


@given(MOMENTS, st.integers(-400, 400))
def test_any_token_is_good_for_two_steps_and_no_more(at, step):
    token = codes.token_at(BLOCK, at)
    good = codes.is_code(BLOCK, token, at + step * STEP)
    assert good == (step in (0, 1))
    assert not codes.is_code(OTHER, token, at + step * STEP)


def test_at_the_edge_of_a_step_the_next_code_is_shown_and_the_last_one_taken():
    edge = datetime(2026, 11, 28, 9, 0, 30, tzinfo=UTC)
    moment = timedelta(microseconds=1)
    before = codes.code_at(BLOCK, edge - moment)
    assert codes.code_at(BLOCK, edge) != before
    assert codes.seconds_left(edge - moment) == 1
    assert codes.seconds_left(edge) == codes.STEP_SECONDS
    assert codes.is_code(BLOCK, before, edge + STEP - moment)
    assert not codes.is_code(BLOCK, before, edge + STEP)


def test_a_code_of_the_future_is_not_taken():
    at = datetime(2026, 11, 28, 9, tzinfo=UTC)
    assert not codes.is_code(BLOCK, codes.token_at(BLOCK, at + STEP), at)


def test_spaces_in_a_typed_code_do_not_matter():
    at = datetime(2026, 11, 28, 9, tzinfo=UTC)
    code = codes.code_at(BLOCK, at)
    assert len(code) == codes.DIGITS
    assert code.isdecimal()
    assert codes.is_code(BLOCK, f" {code[:3]} {code[3:]} ", at)
    for wrong in ("", " ", code[:5], f"{code}0", "é", "x" * 500):
        assert not codes.is_code(BLOCK, wrong, at)


def test_what_is_typed_is_told_from_what_stands_in_an_address():
    at = datetime(2026, 11, 28, 9, tzinfo=UTC)
    assert codes.is_typed(codes.code_at(BLOCK, at))
    assert not codes.is_typed(codes.token_at(BLOCK, at))
