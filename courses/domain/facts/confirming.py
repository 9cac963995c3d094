"""Somebody looked at a fact again, and it is still true."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.domain.facts.saving import check_own, may_publish, rows_of, set_value
from courses.models import Fact
from lms.audit import record
from lms.errors import DomainError

# What a review is good for, unless the reviewer says otherwise.
REVIEW_PERIOD = timedelta(days=365)
# Nobody can say now what will be true later than this.
LONGEST_REVIEW = timedelta(days=3 * 365)


@transaction.atomic
def confirm_fact(fact: Fact, *, until: date, actor, now: datetime) -> bool:
    """A person looked at a fact again: it is still true, until a day on which somebody
    has to look once more. Return whether that is published.

    Where the person may not publish facts it is saved as a draft. Changes of the fact
    that wait for publication stay waiting, with the new day. Doing it again with the
    same day changes nothing. Raises DomainError when the day is not after today and
    within LONGEST_REVIEW, when the fact is not the person's, is not published or was
    replaced, and when its waiting changes are planned to be published on a day.
    """
    today = timezone.localdate(now)
    if not today < until <= today + LONGEST_REVIEW:
        raise DomainError(
            _("Choose a day after today and within three years."), code="day"
        )
    rows = list(rows_of(fact).select_for_update(of=("self",)))
    check_own(fact, actor)
    if not any(row.live for row in rows):
        raise DomainError(_("This fact is not published."), code="not_live")
    if any(row.superseded_by_id is not None for row in rows):
        raise DomainError(
            _("This fact has been replaced: replace it in its other languages too."),
            code="replaced",
        )
    is_published = may_publish(fact, actor)
    changed = [
        row
        for row in rows
        if set_value(row, "review_by", until, actor=actor, publish=is_published)
    ]
    if changed:
        record(
            "courses.fact_confirmed",
            actor=actor,
            subject=fact,
            now=now,
            organisation=fact.owner_id,
            data={"until": until.isoformat(), "published": is_published},
        )
    return is_published
