"""How much of a holder's name is shown to whoever checks a certificate.

The name on the certificate itself is frozen; this decides only what the check shows.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from certificates.enums import NameShown
from certificates.models import Certificate, NameChoice
from lms import audit

# Signs that nobody sees and that turn or split what stands beside them.
UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs"}
# These two belong into words of Arabic and Indic scripts, and nowhere else.
JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
HYPHENS = re.compile("[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}]")
LETTERS = {"Lu", "Ll", "Lt", "Lo"}
# No name needs more on one letter; a tower of them would cover the lines around it.
MOST_MARKS = 4
# The combining class of the sign that binds two Indic consonants (Unicode, UAX 44).
VIRAMA = 9


def harmless(name: str) -> str:
    """A name for a page: composed, with single spaces, without unseen signs and without
    marks heaped on one letter. Markup in it is left to the template, which escapes."""
    kept: list[str] = []
    marks = 0
    for sign in " ".join(unicodedata.normalize("NFC", name).split()):
        if _is_unseen(sign) and not _joins(sign, kept):
            continue
        marks = marks + 1 if _is_mark(sign) else 0
        if marks <= MOST_MARKS:
            kept.append(sign)
    # Once more: what stood between a letter and its mark may be gone.
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def initials(name: str) -> str:
    """The first letter of each word with all marks that belong to it: "A.-M. v. d. B.".

    Capitals stay as they are written. "" for a name without a letter.
    """
    words = [
        "-".join(f"{first}." for part in HYPHENS.split(word) if (first := _first(part)))
        for word in harmless(name).split()
    ]
    return " ".join(filter(None, words))


def shown_name(certificate: Certificate) -> str:
    """What a check shows of the name on a certificate that was read by
    certificates.domain.checking.for_checking; "" for nothing."""
    name = certificate.words["printed_name"]
    match certificate.name_shown or NameShown.INITIALS:
        case NameShown.FULL:
            return harmless(name)
        case NameShown.INITIALS:
            return initials(name)
    return ""


def name_choice_of(certificate: Certificate) -> NameShown:
    """What the holder chose for a certificate, else their initials."""
    found = NameChoice.objects.filter(certificate=certificate).first()
    return NameShown(found.choice) if found else NameShown.INITIALS


@transaction.atomic
def choose_name(
    certificate: Certificate, choice: NameShown, *, actor, now: datetime
) -> None:
    """Show this much of the name from now on. The same again changes nothing."""
    # One at a time, so that the audit tells what was so before.
    Certificate.objects.select_for_update(no_key=True).get(pk=certificate.pk)
    before = name_choice_of(certificate)
    if choice == before:
        return
    NameChoice.objects.update_or_create(
        certificate=certificate, defaults={"choice": choice, "chosen_at": now}
    )
    audit.record(
        "certificates.name_chosen",
        actor=actor,
        subject=certificate,
        data={"number": certificate.number, "before": before, "after": choice},
        now=now,
    )


def choose_alike(
    pairs: Iterable[tuple[Certificate, Certificate]], *, now: datetime
) -> None:
    """What a holder chose for the first of each pair holds for the second, which takes
    its place. As many queries for many as for one."""
    pairs = list(pairs)
    chosen = NameChoice.objects.filter(certificate__in=[old for old, _new in pairs])
    choices = {one.certificate_id: one.choice for one in chosen}
    NameChoice.objects.bulk_create(
        NameChoice(certificate=new, choice=choices[old.pk], chosen_at=now)
        for old, new in pairs
        if old.pk in choices
    )


def _first(word: str) -> str:
    for place, sign in enumerate(word):
        if unicodedata.category(sign) in LETTERS:
            end = place + 1
            while end < len(word) and _belongs(word, end):
                end += 1
            return word[place:end].rstrip(JOINERS)
    return ""


def _belongs(word: str, place: int) -> bool:
    """Whether a sign is one letter with those before it, as its reader sees it."""
    sign = word[place]
    bound = unicodedata.combining(word[:place].rstrip(JOINERS)[-1]) == VIRAMA
    return _is_mark(sign) or (bound and (sign in JOINERS or sign.isalpha()))


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign).startswith("M")


def _is_unseen(sign: str) -> bool:
    return unicodedata.category(sign) in UNSEEN


def _joins(sign: str, before: list[str]) -> bool:
    """Whether a joiner stands where a script has use for it."""
    if sign not in JOINERS or not before:
        return False
    last = before[-1]
    return unicodedata.bidirectional(last) == "AL" or (
        unicodedata.combining(last) == VIRAMA
    )
