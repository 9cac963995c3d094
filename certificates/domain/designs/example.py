"""A certificate of nobody, to look at a design before anybody gets it."""

from datetime import datetime
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Locale

from certificates.domain.designs.content import (
    content_of,
    pictures_in,
    with_pictures,
)
from certificates.domain.designs.pictures import images_in, prepared
from certificates.domain.designs.printing import designed_pdf
from certificates.enums import CertificateType
from certificates.models import Certificate, Design, day_of
from lms.months import months_after

SHORT = "Alex Peeters"
# As long as a name may be.
LONG = (
    "Maximiliana-Wilhelmina Wolfeschlegelsteinhausenbergerdorff van den Bogaerde tot "
)
LONG += "Opper-Heylissem en Neder-Over-Heembeek"


def example_pdf(design: Design, mode: str, *, now: datetime) -> bytes:
    """A design as it stands in memory, in its own language, on an invented certificate.

    `mode` is "long" for the longest words there may be. Raises lms.pdf.GlyphMissing for
    letters that our fonts do not have, and DomainError for pictures that cannot be used.
    """
    language = language_of(design)
    content = content_of(design)
    pictures = {
        pk: prepared(image) for pk, image in images_in(pictures_in([content])).items()
    }
    described = {pk: picture.described() for pk, picture in pictures.items()}
    data = {picture.file: picture.data for picture in pictures.values()}
    return designed_pdf(
        example(design, is_long=mode == "long", now=now),
        {language: with_pictures(content, described.get)},
        language=language,
        picture=data.__getitem__,
    )


def language_of(design: Design) -> str:
    """The language of a design; that of the site while it is new and has none."""
    if design.locale_id is None:
        return Locale.get_default().language_code
    return design.locale.language_code


def example(design: Design, *, is_long: bool, now: datetime) -> Certificate:
    """Not saved, and in no register: its number leads nowhere."""
    language, day = language_of(design), day_of(now)
    with translation.override(language):
        name, course = _("Example of a certificate"), _("Example of a course")
        sector = _("Example of a sector")
    if is_long:
        name, course = " ".join([name] * 5), " ".join([course] * 5)
    return Certificate(
        uuid=UUID(int=0),
        number="EXAMPLE-0000-0000",
        type=CertificateType.CERTIFICATE,
        language=language,
        awarded_at=now,
        awarded_on=day,
        valid_until=months_after(day, 24),
        words={
            "names": {language: name},
            "sector": {language: sector},
            "printed_name": LONG if is_long else SHORT,
            "course": {"code": "example", "titles": {language: course}},
            "edition": 1,
            "minutes": 90,
            "issuer": {"id": 0, "code": "", "name": _owner(design)},
            "signatory": {"name": SHORT, "titles": {}},
        },
    )


def _owner(design: Design) -> str:
    # A new one has none yet.
    return "" if design.owner_id is None else design.owner.name
