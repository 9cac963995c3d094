"""A weekly letter to those who keep facts, and what is said of signs, true."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from courses.domain.facts.queue import DUE_WITHIN, facts_to_review, symbols_to_review
from courses.models import Fact, Symbol
from lms.mail import Mail, send_after_commit
from organisations.models import Membership, User
from organisations.policies import roles_granting

# A letter names the most urgent; the page has them all.
NAMED = 8


def remind_of_facts(now: datetime) -> int:
    """Tell people who may change facts or signs which of theirs are stale or due soon.

    Once a week each, in their own language, and only who has something to review.
    Returns to how many people a letter of this week was written or had been. Run it as
    often as you like.
    """
    reminded = 0
    for user in _keepers(now).iterator(chunk_size=200):
        reminded += _remind(user, now=now)
    return reminded


def _keepers(now: datetime):
    """People with an address who may change a fact or a sign that is to be reviewed."""
    today = timezone.localdate(now)
    soon = {"live": True, "review_by__lte": today + DUE_WITHIN}
    roles = Membership.objects.on(today)
    facts = roles.filter(
        organisation__in=Fact.objects.filter(superseded_by=None, **soon).values(
            "owner"
        ),
        role__in=roles_granting("courses.change_fact"),
    )
    signs = roles.filter(
        organisation__in=Symbol.objects.filter(**soon).values("owner"),
        role__in=roles_granting("courses.change_symbol"),
    )
    return (
        User.objects.filter(
            Q(pk__in=facts.values("user")) | Q(pk__in=signs.values("user")),
            is_active=True,
        )
        .exclude(email=None)
        .order_by("pk")
    )


@transaction.atomic
def _remind(user: User, *, now: datetime) -> bool:
    today = timezone.localdate(now)
    facts = list(facts_to_review(user, today=today))
    signs = list(symbols_to_review(user, today=today))
    if not facts and not signs:
        return False
    late = [fact for fact in facts if fact.is_stale_on(today)]
    year, week, _day = today.isocalendar()
    send_after_commit(
        Mail(
            template="courses/mail/facts_to_review",
            to=[user.email],
            language=user.language,
            context={
                "late": len(late),
                "soon": len(facts) - len(late),
                "facts": [
                    {"text": str(fact), "review_by": fact.review_by}
                    for fact in facts[:NAMED]
                ],
                "more": max(0, len(facts) - NAMED),
                "signs": [
                    {"name": sign.name, "review_by": sign.review_by}
                    for sign in signs[:NAMED]
                ],
                "sign_count": len(signs),
                "link": reverse("fact_review"),
            },
            idempotency_key=f"courses.facts_to_review:{user.pk}:{year}-{week}",
        ),
        now=now,
    )
    return True
