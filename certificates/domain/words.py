"""The words a certificate is printed with: chosen once, at award.

`Certificate.words` has this shape; texts are per language code:

    {"names": {"en": …}, "sector": {"en": …}, "printed_name": …,
     "course": {"code": …, "titles": {"en": …}}, "edition": 3, "minutes": 45,
     ["recognised": {"trained_on": "2019-05-04", "by": …},]
     ["trains": {"level": "accredited", "language": "nl"},]
     ["provider": {"name": …, "recognitions": [{"authority", "number", "territory"}]},]
     "issuer": {"id": 7, "code": …, "name": …},
     "signatory": {"name": …, "titles": {"en": …}}}

Where it says what a trainer `trains`, the course is the programme they are accredited
for, and `edition` and `minutes` are None.
"""

from datetime import date

from certificates.models import Certificate, CertificateRule, day_of
from courses.domain.manifest import outline_of
from courses.enums import CompletionBasis
from courses.models import Completion, Provider
from lms.texts import in_a_sentence

# The one field that a name of a rule may have.
SECTOR_FIELD = "{sector}"


def words_for(completion: Completion, rule: CertificateRule) -> dict:
    """What is printed for a completion under a rule, in every language of the rule.

    A holder without printed name gets a certificate without one; enrolling asks for it.
    """
    sector, outline = completion.sector, outline_of(completion.edition_id)
    words = {
        "names": {
            language: name.replace(SECTOR_FIELD, sector.name_in(language))
            for language, name in rule.names.items()
        },
        "sector": {language: sector.name_in(language) for language in rule.names},
        "printed_name": completion.enrolment.user.printed_name,
        "course": {
            "code": completion.enrolment.course.code,
            # As the holder's sector knows it; the code is the same for all.
            "titles": outline.titles([completion.sector_id]),
        },
        "edition": outline.number,
        "minutes": completion.minutes,
        "issuer": {
            "id": rule.issuer_id,
            "code": rule.issuer.code,
            "name": rule.issuer.name,
        },
        "signatory": {
            "name": rule.signatory_name,
            "titles": rule.signatory_titles,
        },
    }
    if completion.basis == CompletionBasis.RECOGNISED:
        # Followed elsewhere: who gives our course did not give that training.
        trained_on = day_of(completion.completed_at).isoformat()
        words["recognised"] = {"trained_on": trained_on, "by": completion.given_by}
        return words
    provider = completion.enrolment.course.provider
    if provider is not None:
        words["provider"] = _provider(provider, day_of(completion.completed_at))
    return words


def _provider(provider: Provider, day: date) -> dict:
    """Who gave the course, and the recognitions in force on the day it was completed."""
    return {
        "name": provider.name,
        "recognitions": [
            {
                "authority": one.authority,
                "number": one.number,
                "territory": one.territory,
            }
            for one in provider.recognitions.all()
            if one.holds(day)
        ],
    }


def trained_on_in(words: dict) -> date | None:
    """The day of the training elsewhere that a certificate rests on; None for one that
    was earned here."""
    recognised = words.get("recognised")
    return date.fromisoformat(recognised["trained_on"]) if recognised else None


def trains_in(words: dict) -> str:
    """The name, in the active language, of the language in which a trainer is accredited
    to train; "" on a certificate that is no trainer's."""
    trains = words.get("trains")
    return in_a_sentence(trains["language"]) if trains else ""


def recognitions_in(words: dict) -> list[str]:
    """The recognitions on a certificate, each in one line."""
    found = words.get("provider", {}).get("recognitions", ())
    return [
        ", ".join(filter(None, (one["authority"], one["territory"], one["number"])))
        for one in found
    ]


def languages_of(certificate: Certificate) -> list[str]:
    """The languages a certificate can be read in, the one it was earned in first."""
    others = sorted(set(certificate.words["names"]) - {certificate.language})
    earned_in = [certificate.language] * (
        certificate.language in certificate.words["names"]
    )
    return earned_in + others
