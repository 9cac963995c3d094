"""Coming in by badge number and the code of a letter, or the password that was set."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.utils import timezone

from lms import audit
from organisations.domain.employers import part_of
from organisations.domain.letters.codes import fits
from organisations.domain.letters.people import places_by_badge
from organisations.domain.locks import lock_person
from organisations.models import Letter, Membership, Organisation, User

# What no password fits: checking against it costs as much as against a real one.
NOTHING = "!"
NOBODY = 0


@dataclass(frozen=True)
class CameIn:
    """Who came in, and whether by the code of a letter, which is used up by it."""

    user: User
    by_code: bool


def come_in(
    organisation: Organisation,
    badge_number: str,
    secret: str,
    *,
    may_use_password: bool = True,
    now: datetime,
) -> CameIn | None:
    """Who has this badge number at an organisation, if the secret is theirs: the code of
    their letter, or their password. None for everything else, after the same work, whoever
    exists and whatever they have: a slow hash is worked out each time.

    `may_use_password` False lets in by a code alone, which nobody can guess.
    """
    membership = _place(organisation, badge_number, now)
    user = membership.user if membership else None
    letter = _letter_of(membership, now) if membership else None
    by_code = fits(
        secret, user.pk if user else NOBODY, letter.code_hash if letter else ""
    )
    by_password = check_password(secret, user.password if user else NOTHING)
    if by_code and letter is not None and _use(letter, now=now):
        return CameIn(letter.user, by_code=True)
    if by_password and may_use_password and user is not None:
        return CameIn(user, by_code=False)
    return None


def _place(
    organisation: Organisation, badge_number: str, now: datetime
) -> Membership | None:
    """Whom a badge number means: at the place itself, else at the one part of it where
    somebody has it."""
    number = " ".join(badge_number.split())
    if not number:
        return None
    found = list(
        places_by_badge(timezone.localdate(now))
        .filter(part_of(organisation), badge_number__iexact=number)
        .select_related("user", "organisation")
        .order_by("pk")[:50]
    )
    for narrower in (
        lambda one: one.organisation_id == organisation.pk,
        lambda one: one.badge_number == number,
        # Of one whose end is known a successor may have the number already.
        lambda one: one.ends_on is None,
    ):
        found = [one for one in found if narrower(one)] or found
    return found[0] if len(found) == 1 else None


def _letter_of(membership: Membership, now: datetime) -> Letter | None:
    return (
        Letter.objects.open()
        .filter(
            user=membership.user_id,
            organisation=membership.organisation_id,
            badge_number__iexact=membership.badge_number,
            made_at__isnull=False,
            expires_at__gt=now,
        )
        .first()
    )


@transaction.atomic
def _use(letter: Letter, *, now: datetime) -> bool:
    """Use a letter up; False where somebody was quicker. A password that was set before
    opens nothing any more: who has forgotten it sets another one."""
    lock_person(letter.user_id)
    letter = (
        Letter.objects.open()
        .select_for_update(of=("self",))
        .select_related("user")
        .filter(pk=letter.pk)
        .first()
    )
    if letter is None:
        return False
    letter.used_at = now
    letter.save(update_fields=["used_at"])
    user = letter.user
    if user.has_usable_password():
        user.set_unusable_password()
        user.save(update_fields=["password"])
    audit.record(
        "organisations.letter_used",
        actor=user,
        subject=letter,
        organisation=letter.organisation_id,
        now=now,
        data={"person": user.pk},
    )
    return True


def letters_of(user: User):
    """The letters that were made for a person, for themselves: the latest first."""
    return (
        Letter.objects.filter(user=user, made_at__isnull=False)
        .select_related("organisation")
        .order_by("-pk")
    )
