"""Figures in words and bars, as others than an employer may read them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lms.small_numbers import FEWEST, Group, Range, in_fives
from tracking.domain.rolled.covering import Slice


@dataclass(frozen=True)
class Told:
    """One line: how many are asked and how many hold it, in words; `asked` and `holding`
    as numbers to draw and sort, in fives. `share` is whole percent; None where it is not
    told, and `is_about` where only a part of them is told."""

    size: str
    met: str
    asked: int
    holding: int
    share: int | None
    is_about: bool = False
    is_nobody: bool = False

    @property
    def width(self) -> int:
        """The share as a part of a thousand."""
        return 10 * (self.share or 0)


def told_of(group: Group) -> Told:
    """What is told of a group."""
    size, met = group.size_told, group.met_told
    asked = in_fives(size.least) if size.is_known else _down(size.least)
    all_but_few = size.is_known and size.least - FEWEST < met.least < met.most
    exact = met.is_known or all_but_few
    holding = min(in_fives(met.least) if exact else _down(met.least), asked)
    is_known = size.is_known and met.is_known
    # Of a sum that is told as "at least", what is told of its parts has a share too.
    is_about = not size.is_known and asked > 0
    return Told(
        size=number(size),
        met=_("all but a few") if all_but_few else _met(met, holding),
        asked=asked,
        holding=holding,
        share=_share(holding, asked) if is_known or is_about else None,
        is_about=is_about,
        is_nobody=not size.most,
    )


def told_of_slice(one: Slice) -> Told:
    """What is told of a sector."""
    asked = in_fives(one.size)
    holding = min(in_fives(one.met), asked)
    if one.is_least and not asked:
        return Told(_("not told"), _("not told"), 0, 0, None)
    words = _("at least %(count)s") if one.is_least else "%(count)s"
    return Told(
        size=words % {"count": _down(one.size) if one.is_least else asked},
        met=words % {"count": _down(one.met) if one.is_least else holding},
        asked=asked,
        holding=holding,
        share=_share(holding, asked),
        is_nobody=not asked,
    )


def number(told: Range) -> str:
    """A number that is known, or about what it is, in words."""
    if told.is_known:
        return str(in_fives(told.least))
    if told.most < FEWEST:
        return _("fewer than 5")
    if _down(told.least):
        return _("at least %(count)s") % {"count": _down(told.least)}
    return _("not told")


def exact_words(size: Range, met: Range) -> tuple[str, str]:
    """What is told of a group by its own employer: numbers as they are."""
    if size.is_known and size.least - FEWEST < met.least < met.most:
        return str(size.least), _("all but a few")
    return _exact(size), _exact(met)


def _exact(told: Range) -> str:
    return str(told.least) if told.is_known else number(told)


def _met(met: Range, holding: int) -> str:
    return str(holding) if met.is_known else number(met)


def _share(holding: int, asked: int) -> int | None:
    return round(100 * holding / asked) if asked else None


def _down(count: int) -> int:
    return count // 5 * 5
