"""Who has no e-mail address, and how they stand with their way in."""

from datetime import date, datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX as UNUSABLE
from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Lower

from organisations.domain.employers import part_of
from organisations.enums import LetterState, Role
from organisations.models import Letter, Membership, Organisation

# Whose letters are made where a coordinator does not choose.
WITHOUT = (LetterState.NEEDED, LetterState.AGAIN)
# Who can be chosen by hand, because a letter was lost or a password forgotten.
CHOSEN_BY_HAND = (*WITHOUT, LetterState.MADE, LetterState.CAME, LetterState.IN)


def places_by_badge(day: date) -> QuerySet[Membership]:
    """Where people without an e-mail address learn on a day, as the organisation says.

    Whoever has any other role has an address: what they may do is more than a badge and
    a sheet of paper should open.
    """
    others = (
        Membership.objects.on(day)
        .filter(user=OuterRef("user"))
        .exclude(role=Role.LEARNER)
    )
    return Membership.objects.confirmed_on(day).filter(
        ~Exists(others),
        role=Role.LEARNER,
        user__email__isnull=True,
        user__is_active=True,
        user__is_superuser=False,
        user__is_staff=False,
        organisation__is_active=True,
    )


def people_by_badge(
    organisation: Organisation, *, now: datetime, day: date
) -> QuerySet[Membership]:
    """The same within an organisation and its departments, by name, each with a `letter_state` and what is
    known of the latest letter: `letter_made_at`, `letter_used_at`, `letter_expires_at`
    (None where there is none)."""
    latest = Letter.objects.filter(
        user=OuterRef("user"), organisation=OuterRef("organisation")
    ).order_by("-pk")
    return (
        places_by_badge(day)
        .filter(part_of(organisation))
        .annotate(
            **{
                f"letter_{name}": Subquery(latest.values(name)[:1])
                for name in (
                    "pk",
                    "made_at",
                    "used_at",
                    "withdrawn_at",
                    "expires_at",
                )
            },
            letter_badge=Subquery(latest.values(lower=Lower("badge_number"))[:1]),
            badge=Lower("badge_number"),
        )
        .annotate(letter_state=_state(now))
        .select_related("user", "organisation")
        .order_by("user__printed_name", "pk")
    )


def _state(now: datetime) -> Case:
    """The first that holds."""
    return Case(
        When(badge_number="", then=Value(LetterState.NO_BADGE.value)),
        When(
            # Not usable, in Django's words (contrib.auth.hashers).
            Q(user__password__gt="") & ~Q(user__password__startswith=UNUSABLE),
            then=Value(LetterState.IN.value),
        ),
        When(letter_pk__isnull=True, then=Value(LetterState.NEEDED.value)),
        When(letter_used_at__isnull=False, then=Value(LetterState.CAME.value)),
        When(
            Q(letter_withdrawn_at__isnull=False)
            | Q(letter_expires_at__lte=now)
            | ~Q(letter_badge=F("badge")),
            then=Value(LetterState.AGAIN.value),
        ),
        When(letter_made_at__isnull=True, then=Value(LetterState.WAITING.value)),
        default=Value(LetterState.MADE.value),
        output_field=CharField(),
    )
