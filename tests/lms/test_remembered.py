from datetime import UTC, datetime, timedelta

from lms.remembered import Remembered, RememberedForAMinute, forget


class Shelf:
    """Holds the squares of 1 to 9 and counts who fetches from it."""

    def __init__(self) -> None:
        self.asked: list[set[int]] = []

    def squares(self, numbers: set[int]) -> dict[int, int]:
        self.asked.append(numbers)
        return {number: number**2 for number in numbers if 0 < number < 10}


def test_what_is_known_is_not_asked_again():
    shelf = Shelf()
    memory = Remembered(shelf.squares, most=5)

    assert memory.of([2, 3]) == {2: 4, 3: 9}
    assert memory.of([3, 4, 3]) == {3: 9, 4: 16}
    assert memory.of([]) == {}
    assert shelf.asked == [{2, 3}, {4}]


def test_what_does_not_exist_is_left_out_and_asked_again():
    shelf = Shelf()
    memory = Remembered(shelf.squares, most=5)

    assert memory.of([12, 2]) == {2: 4}
    assert memory.of([12]) == {}
    assert shelf.asked == [{12, 2}, {12}]


def test_a_full_memory_starts_again_with_what_was_asked_last():
    shelf = Shelf()
    memory = Remembered(shelf.squares, most=2)

    memory.of([1, 2])
    assert memory.of([2, 3]) == {2: 4, 3: 9}
    memory.of([3])
    memory.of([1])
    assert shelf.asked == [{1, 2}, {3}, {1}]


def test_everything_can_be_forgotten():
    shelf = Shelf()
    memory = Remembered(shelf.squares, most=5)
    memory.of([2])

    forget()
    memory.of([2])
    assert shelf.asked == [{2}, {2}]


def test_what_may_change_is_asked_for_again_when_the_minute_is_over():
    asked = []

    def load(keys):
        asked.append(sorted(keys))
        return {key: len(asked) for key in keys}

    memory = RememberedForAMinute(load, most=10)
    begins = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)

    assert memory.of("a", now=begins) == 1
    assert memory.of("a", now=begins + timedelta(seconds=59)) == 1
    assert memory.of("b", now=begins) == 2
    assert memory.of("a", now=begins + timedelta(seconds=60)) == 3
    forget()
    assert memory.of("a", now=begins) == 4
    assert asked == [["a"], ["b"], ["a"], ["a"]]


def test_several_that_may_change_are_asked_for_at_once():
    shelf = Shelf()
    memory = RememberedForAMinute(shelf.squares, most=10)
    begins = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)

    assert memory.of_all([1, 2], now=begins) == {1: 1, 2: 4}
    assert memory.of_all([2, 3], now=begins) == {2: 4, 3: 9}
    assert memory.of_all([], now=begins) == {}
    memory.of_all([3], now=begins + timedelta(minutes=1))
    assert shelf.asked == [{1, 2}, {3}, {3}]
