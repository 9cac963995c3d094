"""The words a certificate is printed with: chosen once, at award.

`Certificate.words` has this shape; texts are per language code:

    {"names": {"en": …}, "sector": {"en": …}, "printed_name": …,
     "course": {"code": …, "titles": {"en": …}}, "edition": 3, "minutes": 45,
     "issuer": {"id": 7, "code": …, "name": …},
     "signatory": {"name": …, "titles": {"en": …}}}
"""

from collections.abc import Mapping

from certificates.models import Certificate, CertificateRule
from courses.domain.manifest import outline_of
from courses.models import Completion

# The one field that a name of a rule may have.
SECTOR_FIELD = "{sector}"


def words_for(completion: Completion, rule: CertificateRule) -> dict:
    """What is printed for a completion under a rule, in every language of the rule.

    A holder without printed name gets a certificate without one; enrolling asks for it.
    """
    sector, outline = completion.sector, outline_of(completion.edition_id)
    return {
        "names": {
            language: name.replace(SECTOR_FIELD, sector.name_in(language))
            for language, name in rule.names.items()
        },
        "sector": {language: sector.name_in(language) for language in rule.names},
        "printed_name": completion.enrolment.user.printed_name,
        "course": {
            "code": completion.enrolment.course.code,
            "titles": outline.course["title"],
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


def languages_of(certificate: Certificate) -> list[str]:
    """The languages a certificate can be read in, the one it was earned in first."""
    others = sorted(set(certificate.words["names"]) - {certificate.language})
    earned_in = [certificate.language] * (
        certificate.language in certificate.words["names"]
    )
    return earned_in + others


def said(texts: Mapping[str, str], *languages: str) -> str:
    """The text in the first of the languages that has one, else in English, else any."""
    for language in (*languages, "en", *texts):
        if texts.get(language):
            return texts[language]
    return ""
