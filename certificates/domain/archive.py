"""All certificates of a person in one ZIP, made while it is sent: of all of them one at
a time is in memory."""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates.domain.badges.credential import (
    badge_token,
    is_offered,
    signed_badge,
)
from certificates.domain.badges.keys import proof_key, signing_key
from certificates.domain.sealing.keeping import pdf_of
from certificates.domain.words import languages_of
from certificates.enums import CertificateState
from certificates.models import Certificate
from lms.pdf import GlyphMissing, PdfError
from lms.spreadsheet import csv_lines
from lms.texts import said

logger = logging.getLogger(__name__)

INDEX = "certificates.csv"


class _Outlet:
    """What a ZIP is written to: it keeps what was written until it is taken."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing to do: what was written is there."""

    def taken(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


def archive_of(
    certificates: Iterable[Certificate], *, language: str, now: datetime
) -> Iterator[bytes]:
    """The parts of a ZIP: of each certificate, which comes with its `state`, the PDF and
    the badge where one is offered, in the language it was earned in; and an index in
    `language`. What cannot be made is told there and stops nothing else."""
    outlet = _Outlet()
    with override(language):
        rows = [_heads()]
    with ZipFile(outlet, "w", ZIP_DEFLATED) as folder:
        for certificate in certificates:
            # Not across a yield: what is done meanwhile speaks its own language.
            with override(language):
                pdf, problem = _add_pdf(folder, certificate, now)
                badge = _add_badge(folder, certificate, now)
                rows.append(_row(certificate, language, pdf, badge, problem))
            yield outlet.taken()
        index = "".join(csv_lines(rows))
        folder.writestr(_entry(INDEX, now), index.encode())
    yield outlet.taken()


def _add_pdf(
    folder: ZipFile, certificate: Certificate, now: datetime
) -> tuple[str, str]:
    """(name of the file, what is wrong), one of them ""."""
    language = languages_of(certificate)[0]
    try:
        content, _is_sealed = pdf_of(certificate, language=language, now=now)
    except GlyphMissing as problem:
        return "", problem.message
    except PdfError:
        logger.exception("No PDF of %s", certificate)
        return "", _("The PDF could not be made. Try it on the certificate's page.")
    name = f"{certificate.number}.pdf"
    folder.writestr(_entry(name, now), content)
    return name, ""


def _add_badge(folder: ZipFile, certificate: Certificate, now: datetime) -> str:
    """Name of the file; "" where no badge is offered."""
    if not is_offered(certificate):
        return ""
    language = languages_of(certificate)[0]
    if (key := proof_key()) is not None:
        name = f"{certificate.number}.json"
        content = signed_badge(certificate, key, language=language, now=now)
    else:
        # A key that signs tokens alone.
        name = f"{certificate.number}.jwt"
        content = badge_token(certificate, signing_key(), language=language)
    folder.writestr(_entry(name, now), content)
    return name


def _entry(name: str, now: datetime) -> ZipInfo:
    entry = ZipInfo(name, date_time=localtime(now).timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    # Whoever unpacks it may read it, as other files of theirs.
    entry.external_attr = 0o600 << 16
    return entry


def _heads() -> list[str]:
    return [
        _("Number"),
        _("Certificate"),
        _("Sector"),
        _("State"),
        _("Awarded"),
        _("Valid until"),
        _("Issued by"),
        _("PDF"),
        _("Digital badge"),
        _("What is missing"),
    ]


def _row(
    certificate: Certificate, language: str, pdf: str, badge: str, problem: str
) -> list[str]:
    words, until = certificate.words, certificate.valid_until
    return [
        certificate.number,
        said(words["names"], language, certificate.language),
        said(words["sector"], language, certificate.language),
        str(CertificateState(certificate.state).label),
        certificate.awarded_on.isoformat(),
        until.isoformat() if until else _("Does not expire"),
        words["issuer"]["name"],
        pdf,
        badge,
        problem,
    ]
