"""What a person's first certificate will say, as long as it waits for their name."""

from dataclasses import dataclass

from certificates.domain.award import missing, rule_for
from certificates.domain.name_check import awaits_name
from certificates.domain.words import SECTOR_FIELD
from courses.models import Enrolment
from lms.texts import said


@dataclass(frozen=True)
class Draft:
    """A certificate that is given as soon as the name on it is checked. `printed_name`
    is "" for somebody who never wrote one."""

    certificate: str
    sector: str
    printed_name: str


def draft_of(user, *, language: str) -> Draft | None:
    """The first certificate that waits for a person to check their name; None where
    none does."""
    if not awaits_name(user):
        return None
    completion = missing().filter(enrolment__user=user).first()
    rule = completion and rule_for(completion)
    if rule is None:
        return None
    sector = completion.sector.name_in(language)
    name = said(rule.names, language, completion.language)
    return Draft(
        certificate=name.replace(SECTOR_FIELD, sector),
        sector=sector,
        printed_name=user.printed_name,
    )


def waits_for_name(enrolment: Enrolment) -> bool:
    """Whether what a learner completed in a course gives a certificate once they have
    checked their name."""
    return (
        awaits_name(enrolment.user) and missing().filter(enrolment=enrolment).exists()
    )
