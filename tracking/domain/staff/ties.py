"""Whether somebody may be placed at an employer without having been asked."""

from collections.abc import Iterable
from datetime import date

from organisations.models import Membership


def has_tie(
    memberships: Iterable[Membership],
    here: Iterable[Membership],
    *,
    is_unproved: bool,
    day: date,
) -> bool:
    """Whether a list or a directory may have a person at an employer: they are `here` or
    say so, were there and are nowhere else, or nobody ever proved that the address is
    theirs. Nobody comes to another employer but by accepting an invitation.

    `memberships` are all of the person's that held for a day or will; `here` those of
    them at that employer, within what the list or directory is of.
    """
    here = list(here)
    if any(lasts(one, day) for one in here):
        return True
    elsewhere = any(
        lasts(one, day) and not one.is_self_declared and one not in here
        for one in memberships
    )
    if elsewhere:
        return False
    # What they said themselves, and that was withdrawn, is no tie.
    if any(not one.is_self_declared for one in here):
        return True
    return is_unproved


def lasts(membership: Membership, day: date) -> bool:
    """Whether it runs or is to begin."""
    return membership.ends_on is None or membership.ends_on > day
