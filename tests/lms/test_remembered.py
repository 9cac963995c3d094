from lms.remembered import Remembered, forget


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
