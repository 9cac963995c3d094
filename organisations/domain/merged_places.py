"""What becomes of memberships and groups when two accounts become one."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms import audit
from lms.merging import Merge
from organisations.domain.corrections import Facts
from organisations.domain.traces import hand_on_traces, keep_traces
from organisations.models import Membership, User

# The first day, and the first one without; date.max where no end is known.
Span = tuple[date, date]


def memberships_of_both(kept: User, merged: User):
    """The memberships of two people."""
    return Membership.objects.filter(user__in=(kept, merged))


def join_memberships(merge: Merge) -> int:
    """Give the kept account the other's periods. Those of one organisation and role that
    overlap become one, from the first day to the last; the audit log keeps both. What
    somebody only says about themselves is confirmed by no merge: it stays a period of its
    own, on the days that nobody has confirmed."""
    places = defaultdict(list)
    both = memberships_of_both(merge.kept, merge.merged).order_by("starts_on", "pk")
    for membership in both:
        places[membership.organisation_id, membership.role].append(membership)
    return sum(
        _join(periods, merge)
        for periods in places.values()
        if any(one.user_id == merge.merged.pk for one in periods)
    )


def _join(periods: list[Membership], merge: Merge) -> int:
    """Write what becomes of the periods at one place, in the order of their first days;
    return how many were the merged account's."""
    theirs = sum(one.user_id == merge.merged.pk for one in periods)
    confirmed = [
        _Joined(group, [_span(group)])
        for group in _overlapping(periods, is_self_declared=False)
    ]
    taken = [one.spans[0] for one in confirmed]
    said = []
    for group in _overlapping(periods, is_self_declared=True):
        first, _last = _span(group)
        free = _without(_span(group), taken)
        if free:
            said.append(_Joined(group, free))
            continue
        covering = next(
            one for one in confirmed if one.spans[0][0] <= first < one.spans[0][1]
        )
        covering.absorbed.extend(group)
    rows = [
        row
        for one in (*confirmed, *said)
        if one.changes(merge.kept)
        for row in one.rows(merge)
    ]
    # What is open comes last: no two open ones of a person are at one place.
    for row in sorted(rows, key=lambda row: row.ends_on is None):
        row.save()
    return theirs


@dataclass
class _Joined:
    """Periods of one place that overlap, and the days that are left of them: one span,
    or several where others have confirmed some of the days that somebody said."""

    group: list[Membership]
    spans: list[Span]
    # Said about days that the group confirms.
    absorbed: list[Membership] = field(default_factory=list)

    def changes(self, kept: User) -> bool:
        return (
            bool(self.absorbed)
            or self.spans != [_span(self.group)]
            or any(one.user_id != kept.pk for one in self.group)
        )

    def rows(self, merge: Merge) -> list[Membership]:
        """The rows to write, the first one in the place of the whole group; the others
        of the group are gone."""
        group = self.group
        before = [facts_of(one) for one in (*group, *self.absorbed)]
        stays = next((one for one in group if one.user_id == merge.kept.pk), group[0])
        joined = [one for one in (*group, *self.absorbed) if one.pk != stays.pk]
        stays.function = next(iter(_noted(group, "function", merge)), "")
        (stays.starts_on, last), *further = self.spans
        stays.ends_on = _end(last)
        stays.badge_number = _badge_number(stays, group, merge)
        stays.user = merge.kept
        keep_traces([stays], now=merge.now)
        hand_on_traces(joined, stays, now=merge.now)
        Membership.objects.filter(pk__in=[one.pk for one in joined]).delete()
        audit.record(
            "organisations.membership_merged",
            actor=merge.actor,
            subject=stays,
            now=merge.now,
            data={
                "from": merge.merged.pk,
                "before": before,
                "after": facts_of(stays),
            },
            organisation=stays.organisation_id,
        )
        return [stays, *(_also(stays, *span, merge) for span in further)]


def facts_of(membership: Membership) -> dict[str, object]:
    """What a membership says, for the audit log."""
    facts = Facts.of(membership).in_words
    return {"id": membership.pk, "role": membership.role} | facts


def move_groups(merge: Merge) -> int:
    """Groups of the content admin follow the memberships; any others go over."""
    groups = list(merge.merged.groups.all())
    merge.kept.groups.add(*groups)
    merge.merged.groups.clear()
    return len(groups)


def move_permissions(merge: Merge) -> int:
    """What was permitted to the one person under either account."""
    permissions = list(merge.merged.user_permissions.all())
    merge.kept.user_permissions.add(*permissions)
    merge.merged.user_permissions.clear()
    return len(permissions)


def memberships_in_words(user: User) -> list[str]:
    """One line for each membership, the latest first."""
    rows = Membership.objects.filter(user=user).select_related("organisation")
    return [
        _("%(organisation)s: %(role)s, %(period)s")
        % {
            "organisation": one.organisation,
            "role": one.get_role_display(),
            "period": _period(one),
        }
        for one in rows.order_by("-starts_on", "-pk")
    ]


def _period(membership: Membership) -> str:
    first = date_format(membership.starts_on, "DATE_FORMAT")
    if membership.ends_on is None:
        return _("from %(from)s") % {"from": first}
    return _("from %(from)s until %(until)s") % {
        "from": first,
        "until": date_format(membership.ends_on, "DATE_FORMAT"),
    }


def words_on_badges(kept: User, merged: User) -> list[str]:
    """Which badge numbers go, where both accounts have one at one place today."""
    theirs = {
        (one.organisation_id, one.role): one.badge_number
        for one in Membership.objects.filter(user=merged, ends_on=None)
    }
    own = Membership.objects.filter(user=kept, ends_on=None).exclude(badge_number="")
    return [
        _("%(organisation)s: badge number %(kept)s stays, %(gone)s goes.")
        % {
            "organisation": one.organisation,
            "kept": one.badge_number,
            "gone": theirs[one.organisation_id, one.role],
        }
        for one in own.select_related("organisation").order_by("pk")
        if theirs.get((one.organisation_id, one.role))
    ]


def _overlapping(
    periods: list[Membership], *, is_self_declared: bool
) -> list[list[Membership]]:
    """The periods that are confirmed, or those that are not, with those together that
    overlap. Of two that only touch each begins a history of its own."""
    groups: list[list[Membership]] = []
    for period in periods:
        if period.is_self_declared != is_self_declared:
            continue
        if groups and period.starts_on < _span(groups[-1])[1]:
            groups[-1].append(period)
        else:
            groups.append([period])
    return groups


def _span(group: list[Membership]) -> Span:
    return group[0].starts_on, max(one.ends_on or date.max for one in group)


def _without(span: Span, taken: list[Span]) -> list[Span]:
    """What is left of the days of a span beside those that are taken, which are in order
    and do not overlap; none where all of them are."""
    first, last = span
    free = []
    for begin, end in taken:
        if begin == end or end <= first or begin >= last:
            continue
        if first < begin:
            free.append((first, begin))
        first = end
    if first < last or span[0] == first:
        free.append((first, last))
    return free


def _end(last: date) -> date | None:
    return None if last == date.max else last


def _noted(group: list[Membership], name: str, merge: Merge) -> list[str]:
    """What is noted of some periods under a name, the kept account's first, and of each
    account's the latest first."""
    latest = sorted(group, key=lambda one: one.starts_on, reverse=True)
    latest.sort(key=lambda one: one.user_id != merge.kept.pk)
    return [value for one in latest if (value := getattr(one, name))]


def _badge_number(stays: Membership, group: list[Membership], merge: Merge) -> str:
    """The kept account's number, else the other's; of an open period none that an open
    one of anybody has."""
    numbers = _noted(group, "badge_number", merge)
    if stays.ends_on is not None:
        return next(iter(numbers), "")
    held = Membership.objects.filter(
        organisation=stays.organisation_id, badge_number__in=numbers, ends_on=None
    ).exclude(pk__in=[one.pk for one in group])
    taken = set(held.values_list("badge_number", flat=True))
    return next((number for number in numbers if number not in taken), "")


def _also(stays: Membership, first: date, last: date, merge: Merge) -> Membership:
    """Further days of what somebody says, after some that are confirmed."""
    return Membership(
        user=merge.kept,
        organisation_id=stays.organisation_id,
        role=stays.role,
        function=stays.function,
        starts_on=first,
        ends_on=_end(last),
        is_self_declared=stays.is_self_declared,
        recorded_at=merge.now,
    )
