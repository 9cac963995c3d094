"""A weekly letter to those who keep facts true."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from courses.domain.facts.queue import DUE_WITHIN, facts_to_review
from courses.models import Fact
from lms.mail import Mail, send_after_commit
from organisations.models import Membership, User
from organisations.policies import roles_granting

# A letter names the most urgent; the page has them all.
NAMED = 8


def remind_of_facts(now: datetime) -> int:
    """Tell people who may change facts which of theirs are stale or due soon.

    Once a week each, in their own language, and only who has something to review.
    Returns to how many people a letter of this week was written or had been. Run it as
    often as you like.
    """
    reminded = 0
    for user in _keepers(now).iterator(chunk_size=200):
        reminded += _remind(user, now=now)
    return reminded


def _keepers(now: datetime):
    """People with an address who may change a fact that is to be reviewed."""
    today = timezone.localdate(now)
    owners = Fact.objects.filter(
        live=True, superseded_by=None, review_by__lte=today + DUE_WITHIN
    ).values("owner")
    held = Membership.objects.on(today).filter(
        organisation__in=owners, role__in=roles_granting("courses.change_fact")
    )
    return (
        User.objects.filter(pk__in=held.values("user"), is_active=True)
        .exclude(email=None)
        .order_by("pk")
    )


@transaction.atomic
def _remind(user: User, *, now: datetime) -> bool:
    today = timezone.localdate(now)
    facts = list(facts_to_review(user, today=today))
    if not facts:
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
                "link": reverse("fact_review"),
            },
            idempotency_key=f"courses.facts_to_review:{user.pk}:{year}-{week}",
        ),
        now=now,
    )
    return True
