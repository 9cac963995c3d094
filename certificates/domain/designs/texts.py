"""The words of a design on one certificate, the same on paper and on its page."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certificates.domain.designs.content import language_in
from certificates.models import Certificate
from certificates.models.design_fields import BRACED
from lms.texts import said

END = "{valid_until}"


@dataclass(frozen=True)
class Signatory:
    """`picture` is the signature as a content has it; None: there is none."""

    name: str
    title: str
    picture: dict | None


@dataclass(frozen=True)
class DesignedTexts:
    """Filled in. `language` is the one they are in; `heading` and `awarded_to` are never
    empty, and there is always somebody who signs."""

    language: str
    heading: str
    awarded_to: str
    above: str
    below: str
    logos: list[str]
    signatories: list[Signatory]


def designed_texts(
    certificate: Certificate, contents: dict[str, dict], language: str
) -> DesignedTexts:
    """What a design says on a certificate in a language, or in the nearest it has."""
    found = language_in(contents, language, certificate.language)
    content, values = contents[found], _values(certificate, found)
    with translation.override(found):
        heading, awarded_to = certificate.get_type_display(), _("Awarded to")

    def filled(name: str) -> str:
        return _filled(content[name], values)

    return DesignedTexts(
        language=found,
        heading=filled("heading") or heading,
        awarded_to=filled("awarded_to") or awarded_to,
        above=filled("above"),
        below=filled("below"),
        logos=[logo["text"] for logo in content["logos"] if logo["text"]],
        signatories=[
            Signatory(one["name"], one["title"], one["picture"])
            for one in content["signatories"]
        ]
        or [_of_the_rule(certificate, language)],
    )


def texts_of(certificate: Certificate, language: str) -> DesignedTexts | None:
    """The same of a certificate in the register; None for one without design."""
    if certificate.design is None:
        return None
    return designed_texts(certificate, certificate.design.content, language)


def _of_the_rule(certificate: Certificate, language: str) -> Signatory:
    signatory = certificate.words["signatory"]
    title = said(signatory["titles"], language, certificate.language)
    return Signatory(signatory["name"], title, None)


def _values(certificate: Certificate, language: str) -> dict[str, str]:
    """By the names of certificates.models.design_fields.FIELDS."""
    words = certificate.words
    until = certificate.valid_until
    with translation.override(language):
        return {
            "holder": words["printed_name"],
            "course": said(words["course"]["titles"], language, certificate.language),
            "sector": said(words["sector"], language, certificate.language),
            "date": date_format(certificate.awarded_on, "DATE_FORMAT"),
            "valid_until": date_format(until, "DATE_FORMAT") if until else "",
            "number": certificate.number,
            "minutes": str(words["minutes"] or ""),
        }


def _filled(text: str, values: dict[str, str]) -> str:
    lines = [
        line for line in text.splitlines() if values["valid_until"] or END not in line
    ]
    # In one pass: a name that looks like a field stays a name.
    return BRACED.sub(
        lambda found: values.get(found[1], found[0]), "\n".join(lines)
    ).strip()
