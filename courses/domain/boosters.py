"""A short practice some weeks after a course: offered once, never asked.

Declining an offer, or leaving it, changes nothing: certificates, requirements and
standing know nothing of it. Who wants no offers gets none.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.domain.enrolment import begin_again, enrol, titles_of
from courses.domain.manifest import outline_of
from courses.models import (
    BoosterOffer,
    BoosterRefusal,
    Completion,
    Course,
    Enrolment,
)
from lms.errors import DomainError
from lms.mail import Mail, send_after_commit
from lms.texts import Spoken

# Who completed long ago is left in peace when a course gets its practice.
LATEST = timedelta(weeks=4)
# After that an offer quietly lapses.
STANDS = timedelta(weeks=8)


def sweep(now: datetime) -> int:
    """Offer the practices whose time has come; return how many. Again without effect."""
    offered = 0
    courses = Course.objects.filter(booster__current_edition__isnull=False)
    for course in courses.select_related("booster"):
        for completion in _due(course, now).iterator(chunk_size=200):
            offered += _offer(completion, course.booster, now=now)
    return offered


def _due(course: Course, now: datetime):
    """The first completion of each cycle that is old enough, and not too old."""
    moment = now - timedelta(weeks=course.booster_weeks)
    completions = Completion.objects.filter(enrolment__course=course)
    earlier = completions.filter(
        enrolment=OuterRef("enrolment"), cycle=OuterRef("cycle"), pk__lt=OuterRef("pk")
    )
    offers = BoosterOffer.objects.filter(
        enrolment=OuterRef("enrolment"), cycle=OuterRef("cycle")
    )
    refusals = BoosterRefusal.objects.filter(user=OuterRef("enrolment__user"))
    return (
        completions.filter(
            ~Exists(earlier),
            ~Exists(offers),
            ~Exists(refusals),
            completed_at__lte=moment,
            completed_at__gt=moment - LATEST,
            cycle=F("enrolment__cycle"),
            enrolment__user__is_active=True,
        )
        .select_related("enrolment__user")
        .order_by("pk")
    )


@transaction.atomic
def _offer(completion: Completion, practice: Course, *, now: datetime) -> bool:
    user = completion.enrolment.user
    if not outline_of(practice.current_edition_id).required_for([user.sector_id]):
        return False
    _offer, created = BoosterOffer.objects.get_or_create(
        enrolment=completion.enrolment,
        cycle=completion.cycle,
        defaults={
            "completion": completion,
            "practice": practice,
            "offered_at": now,
        },
    )
    # Who signs in by badge has no address, and finds the offer on their home.
    if created and user.email:
        _tell(completion, user, practice, now=now)
    return created


def _tell(completion: Completion, user, practice: Course, *, now: datetime) -> None:
    course = completion.enrolment.course
    titles = titles_of(
        [course, practice], language=user.language, sector=user.sector_id
    )
    send_after_commit(
        Mail(
            template="courses/mail/booster",
            to=[user.email],
            language=user.language,
            context={
                "name": user.printed_name,
                "course": titles[course.pk],
                "practice": titles[practice.pk],
                "minutes": outline_of(practice.current_edition_id).minutes_for(
                    [user.sector_id]
                ),
                "link": settings.RELAY_BASE_URL + reverse("courses:practice"),
            },
            idempotency_key=f"courses.booster:{completion.pk}",
        ),
        now=now,
    )


@dataclass(frozen=True)
class Practice:
    """An offer that stands, in words."""

    title: Spoken
    minutes: int


def practice_for(user, *, now: datetime, language: str) -> Practice | None:
    """The newest offer of a person that stands: neither declined, nor lapsed, nor taken
    up to the end. In one query."""
    editions = _standing(user, now).values_list("practice__current_edition", flat=True)
    return practice_in(editions.first(), sector=user.sector_id, language=language)


def offered_edition(user, now: datetime) -> Subquery:
    """For any rows: the present edition of what is offered to a person; None where
    nothing is. Whoever has no enrolment is offered nothing."""
    return Subquery(_standing(user, now).values("practice__current_edition")[:1])


def practice_in(
    edition_id: int | None, *, sector: str | None, language: str
) -> Practice | None:
    """An offer whose edition is known, in words; None without one. In no query."""
    if edition_id is None:
        return None
    outline = outline_of(edition_id)
    spoken = outline.language_for(language)
    return Practice(outline.title(spoken, [sector]), outline.minutes_for([sector]))


def _standing(user, now: datetime):
    done = Completion.objects.filter(
        enrolment__user=OuterRef("enrolment__user"),
        enrolment__course=OuterRef("practice"),
        completed_at__gte=OuterRef("offered_at"),
    )
    return (
        BoosterOffer.objects.filter(
            ~Exists(done),
            enrolment__user=user,
            declined_at=None,
            offered_at__gt=now - STANDS,
        )
        .select_related("practice")
        .order_by("-offered_at", "-pk")
    )


def take(user, *, now: datetime) -> Enrolment:
    """Begin the practice that is offered, or go on with it. Raises DomainError "gone"
    when no offer stands."""
    offer = _standing(user, now).first()
    if offer is None:
        raise DomainError(_("There is no practice for you just now."), code="gone")
    enrolment = enrol(user, offer.practice, now=now)
    try:
        return begin_again(enrolment, now=now, is_offered=True)
    except DomainError as problem:
        # Begun for this offer, or earlier and not finished: they go on.
        if problem.code != "under_way":
            raise
        return enrolment


def decline(user, *, now: datetime) -> None:
    """No, not this time; for every offer that stands."""
    standing = _standing(user, now).values_list("pk", flat=True)
    BoosterOffer.objects.filter(pk__in=list(standing)).update(declined_at=now)


@transaction.atomic
def refuse(user, *, now: datetime) -> None:
    """No, and never again; what stands is declined. Twice is once."""
    BoosterRefusal.objects.get_or_create(user=user, defaults={"since": now})
    decline(user, now=now)


def allow(user) -> None:
    """Offers are welcome again."""
    BoosterRefusal.objects.filter(user=user).delete()


def is_refused(user) -> bool:
    """Whether a person wants no offers."""
    return BoosterRefusal.objects.filter(user=user).exists()


def offered_among(user, course_ids: Collection[int], *, now: datetime) -> set[int]:
    """The practices among these courses that are offered to a person: a reason to let
    them in."""
    offers = _standing(user, now).filter(practice__in=course_ids)
    return set(offers.values_list("practice", flat=True))
