"""Writing many certificates into the register, in as many queries as for one."""

from collections.abc import Sequence
from datetime import datetime

from certificates.domain.designs.freezing import version_for
from certificates.domain.numbers import new_number
from certificates.domain.renewal import mark_renewed, predecessors_of
from certificates.domain.words import words_for
from certificates.domain.writing import fields_for
from certificates.enums import EventKind
from certificates.models import (
    Certificate,
    CertificateEvent,
    CertificateRule,
)
from courses.models import Completion
from lms import audit


def write_certificates(
    awards: Sequence[tuple[Completion, CertificateRule]],
    *,
    actor,
    about: dict,
    now: datetime,
) -> list[Certificate]:
    """The certificates of completions that have none, under these rules, in their order.

    Each has its event and its entry in the audit log, which says `about` besides. The
    words are put together once for all who share them. All rules are of one issuer.
    Raises IntegrityError when somebody else awarded one of them at the same moment.
    """
    if not awards:
        return []
    numbers, prepared = _numbers(awards), {}
    previous = predecessors_of(awards, now=now)
    rules = {rule.pk: rule for _completion, rule in awards}
    designs = {pk: version_for(rule, now=now) for pk, rule in rules.items()}
    made = [
        Certificate(
            number=number,
            **fields_for(
                completion,
                rule,
                words=_words(completion, rule, prepared),
                design=designs[rule.pk],
                previous=previous.get(completion.pk),
                now=now,
            ),
        )
        for (completion, rule), number in zip(awards, numbers, strict=True)
    ]
    made = Certificate.objects.bulk_create(made)
    CertificateEvent.objects.bulk_create(
        CertificateEvent(certificate=one, kind=EventKind.AWARDED, at=now, by=actor)
        for one in made
    )
    audit.record_all(
        "certificates.awarded",
        actor=actor,
        organisation=awards[0][1].issuer_id,
        subjects={
            one: {
                "number": one.number,
                "completion": one.completion_id,
                "rule": rule.pk,
                **about,
            }
            for one, (_completion, rule) in zip(made, awards, strict=True)
        },
        now=now,
    )
    mark_renewed(
        (
            (previous[one.completion_id], one)
            for one in made
            if one.completion_id in previous
        ),
        issuer_id=awards[0][1].issuer_id,
        now=now,
    )
    return made


def _words(completion: Completion, rule: CertificateRule, prepared: dict) -> dict:
    """As words_for; what only the name tells apart is put together once."""
    key = (
        rule.pk,
        completion.sector_id,
        completion.edition_id,
        completion.completed_at,
        completion.given_by,
    )
    if key not in prepared:
        prepared[key] = words_for(completion, rule)
    return prepared[key] | {"printed_name": completion.enrolment.user.printed_name}


def _numbers(awards: Sequence[tuple[Completion, CertificateRule]]) -> list[str]:
    """A free number for each, all different."""
    numbers: list[str] = []
    drawn: set[str] = set()
    for completion, rule in awards:
        number = new_number(rule.prefix, completion.sector_id)
        while number in drawn:
            number = new_number(rule.prefix, completion.sector_id)
        drawn.add(number)
        numbers.append(number)
    taken = set(
        Certificate.objects.filter(number__in=drawn).values_list("number", flat=True)
    )
    # 35 bits of chance: this is next to never, and once more is enough.
    return _numbers(awards) if taken else numbers
