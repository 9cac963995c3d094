"""Dividing people over languages and groups. Pure arithmetic."""

from collections.abc import Sequence

Shares = Sequence[tuple[str, int]]


def shared(number: int, shares: Shares) -> dict[str, int]:
    """{language: how many} of a number, as near to the shares as whole people allow.

    Seats are given one by one to the highest average (Sainte-Laguë), so that one person
    more takes nobody out of another language: more people never make fewer groups.
    """
    total = sum(share for _language, share in shares)
    # Everybody's least share at once: what no later seat would change.
    seats = {
        language: max(0, number * share // total - len(shares))
        for language, share in shares
    }
    for _seat in range(number - sum(seats.values())):
        language, _share = max(
            shares, key=lambda one: (one[1] / (2 * seats[one[0]] + 1), one[0])
        )
        seats[language] += 1
    return seats


def groups_of(people: int, *, most: int) -> tuple[int, ...]:
    """The sizes of as few groups as hold everybody, as even as can be, the largest
    first."""
    number = -(-people // most)
    if not number:
        return ()
    even, over = divmod(people, number)
    return (even + 1,) * over + (even,) * (number - over)
