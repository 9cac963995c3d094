"""The mail about a suggested course, one for each suggestion, at the hours at which an
organisation's mail goes out. Who has begun or done it by then, said no, left or cannot be
written to gets none, nor does whom it is not suggested any more; what is suggested stands on their home all the same.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from certificates.models import day_of
from courses.models import Course
from lms.chunks import Clock
from lms.mail import Mail, send_after_commit
from organisations.models import Organisation, User
from tracking.domain.reminders.addresses import reachable
from tracking.domain.reminders.plans import Plans
from tracking.domain.reminders.writing import Words
from tracking.domain.suggestions.reading import holders_among, open_suggestions
from tracking.models import Suggestion
from tracking.tasks import tell_suggestions

logger = logging.getLogger(__name__)

CHUNK = 200
# Nobody looks at a suggestion any more that is so old; afterwards it may be made anew.
REMEMBERED = timedelta(days=365)


def letter(
    user: User,
    organisation: Organisation,
    course: Course,
    words: Words,
    *,
    by: str,
    key: str | None,
    **changes,
) -> Mail:
    """The mail to a person about a course that `words` knows. `changes` go into its
    context."""
    page = reverse("courses:course", args=[course.code])
    return Mail(
        template="tracking/mail/suggestion",
        to=[user.email],
        language=user.language,
        context={
            "name": user.printed_name,
            "title": words.title(course.pk, user.language, user.sector_id),
            "employer": organisation.name,
            "by": by,
            "link": settings.RELAY_BASE_URL + page,
            **changes,
        },
        idempotency_key=key,
    )


def key_of(suggestion_id: int) -> str:
    """By which the mail about a suggestion is known among all mails."""
    return f"tracking.suggestion:{suggestion_id}"


def tell_waiting(*, clock: Clock) -> int:
    """Write what waits and may go out; returns how many mails. It may be cut off and
    begun again."""
    sent, after = 0, 0
    words = Words()
    while (found := _tell_next(after, words, now=clock())) is not None:
        after, mails = found
        sent += mails
    return sent


def resume(now: datetime) -> bool:
    """For the tick: have what waits for its hour sent, where there is any."""
    plans = Plans()
    paths = _waiting().order_by().values_list("organisation__path", flat=True)
    found = any(plans.of(path).is_awake(now) for path in paths.distinct())
    if found:
        tell_suggestions.enqueue()
    return found


def forget_suggestions(now: datetime) -> int:
    """Forget what was suggested a year ago; returns how many."""
    return Suggestion.objects.filter(made_at__lt=now - REMEMBERED).delete()[0]


def _waiting():
    return Suggestion.objects.filter(told_at=None)


@transaction.atomic
def _tell_next(after: int, words: Words, *, now: datetime) -> tuple[int, int] | None:
    """(the last one looked at, mails) of the next that wait; None at the end. One whose
    mail cannot be written is logged and waits on."""
    rows = list(
        _waiting()
        .select_for_update(of=("self",))
        .filter(pk__gt=after)
        .select_related("by", "organisation", "course")
        .order_by("pk")[:CHUNK]
    )
    if not rows:
        return None
    plans = Plans()
    awake = [one for one in rows if plans.of(one.organisation.path).is_awake(now)]
    users = reachable({one.user_id for one in awake})
    still = open_suggestions(day_of(now)).filter(pk__in=[one.pk for one in awake])
    still_open = set(still.values_list("pk", flat=True))
    held = {
        (holder, course_id)
        for course_id in {one.course_id for one in awake}
        for holder in holders_among(users, course_id)
    }
    words.know(one.course for one in awake)
    told, sent = [], 0
    for row in awake:
        is_news = row.pk in still_open and (row.user_id, row.course_id) not in held
        user = users.get(row.user_id) if is_news else None
        try:
            if user is not None:
                _write(row, user, words, now=now)
                sent += 1
        except Exception:
            logger.exception("No mail about suggestion %s", row.pk)
        else:
            row.told_at = now
            told.append(row)
    Suggestion.objects.bulk_update(told, ["told_at"])
    return rows[-1].pk, sent


@transaction.atomic
def _write(row: Suggestion, user: User, words: Words, *, now: datetime) -> None:
    send_after_commit(
        letter(
            user,
            row.organisation,
            row.course,
            words,
            by=str(row.by),
            key=key_of(row.pk),
        ),
        now=now,
    )
