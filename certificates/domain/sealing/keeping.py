"""The sealed document of a certificate: made once per language, and kept."""

import logging
from datetime import datetime
from hashlib import sha256

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from certificates.domain.document import certificate_pdf
from certificates.domain.sealing.keys import SealUnavailable, seal_key
from certificates.models import Certificate, SealedDocument
from lms.pdf import GlyphMissing

logger = logging.getLogger(__name__)

# How many of the newest certificates a round looks at, and how many it seals (each takes
# about a tenth of a second): whoever has an older one gets it sealed when they ask.
LOOKED_AT, A_ROUND = 2_000, 200


def sealed_document(
    certificate: Certificate, *, language: str, now: datetime
) -> SealedDocument:
    """The sealed PDF in one of the certificate's languages, made now unless it was.

    Twice, or from many processes at once, is once. Raises SealUnavailable where nothing
    can be sealed, and GlyphMissing as certificate_pdf does.
    """
    mine = SealedDocument.objects.filter(certificate=certificate, language=language)
    if known := mine.first():
        return known
    key = seal_key(now=now)
    # Inside: pyHanko takes 27 MB, and only a process that seals needs it.
    from certificates.domain.sealing.signing import (  # noqa: PLC0415
        configured_timestamper,
        seal,
    )

    body = certificate_pdf(certificate, language=language)
    try:
        content = seal(
            body,
            issuer=certificate.words["issuer"]["name"],
            key=key,
            timestamper=configured_timestamper(),
        )
    except OSError as problem:
        # The authority for the time does not answer.
        raise SealUnavailable(str(problem), code="timestamp") from problem
    digest = sha256(content).hexdigest()
    made = SealedDocument(
        certificate=certificate,
        language=language,
        digest=digest,
        body_digest=sha256(body).hexdigest(),
        key=key.fingerprint,
        sealed_at=now,
    )
    # Before the row: what the register names is there.
    made.file.save(
        f"certificates/{certificate.number}-{language}-{digest[:12]}.pdf",
        ContentFile(content),
        save=False,
    )
    try:
        # A savepoint: after an error PostgreSQL would refuse the rest.
        with transaction.atomic():
            made.save()
    except IntegrityError:
        # Somebody else sealed it at the same moment; that one counts.
        made.file.delete(save=False)
        return mine.get()
    return made


def load_seals() -> None:
    """Load pyHanko now, where somebody would wait for it later."""
    # Inside: as in sealed_document.
    from certificates.domain.sealing import (  # noqa: F401, PLC0415
        signatures,
        signers,
        signing,
    )


def seal_awarded(certificate_id: int, *, now: datetime) -> None:
    """Seal a certificate in the language it was earned in; what cannot be sealed now
    waits for the sweep, and the log says why."""
    certificate = Certificate.objects.get(pk=certificate_id)
    try:
        sealed_document(certificate, language=certificate.language, now=now)
    except (SealUnavailable, GlyphMissing) as problem:
        logger.error("%s is not sealed yet: %s", certificate, problem.code)


def pdf_of(
    certificate: Certificate, *, language: str, now: datetime
) -> tuple[bytes, bool]:
    """(the PDF to give to its holder, whether it is sealed). What cannot be sealed now
    is given without. Raises GlyphMissing as certificate_pdf does."""
    try:
        document = sealed_document(certificate, language=language, now=now)
        with document.file.open() as file:
            return file.read(), True
    except SealUnavailable as problem:
        logger.error("%s is given without a seal: %s", certificate, problem.code)
    except OSError:
        logger.exception("The sealed document of %s cannot be read", certificate)
    return certificate_pdf(certificate, language=language), False


def sealed_in(certificate: Certificate, language: str) -> SealedDocument | None:
    """The sealed document there is; None as long as nobody has made it."""
    return certificate.documents.filter(language=language).first()


def seals_wait(*, now: datetime) -> bool:
    """Whether nothing can be sealed now, for want of a key."""
    try:
        seal_key(now=now)
    except SealUnavailable:
        return True
    return False


def sweep(now: datetime) -> int:
    """Seal what a lost task, or a time without a key, left. Returns how many were.

    One that cannot be sealed is logged and does not stop the others.
    """
    sealed = 0
    try:
        seal_key(now=now)
    except SealUnavailable as problem:
        if waiting().exists():
            logger.error("Certificates wait for their seal: %s", problem.code)
        return 0
    for certificate in waiting()[:A_ROUND]:
        try:
            sealed_document(certificate, language=certificate.language, now=now)
        except SealUnavailable as problem:
            # The authority for the time, or the store of the key: it will not answer
            # the next one either.
            logger.error("Certificates wait for their seal: %s", problem)
            break
        except GlyphMissing as problem:
            logger.error("%s cannot be printed: %s", certificate, problem)
        except Exception:
            logger.exception("No seal for certificate %s", certificate)
        else:
            sealed += 1
    return sealed


def waiting() -> QuerySet[Certificate]:
    """Of the newest certificates those that are not sealed in their own language,
    oldest first."""
    newest = Certificate.objects.order_by("-pk").values("pk")[:LOOKED_AT]
    sealed = SealedDocument.objects.filter(
        certificate=OuterRef("pk"), language=OuterRef("language")
    )
    return Certificate.objects.filter(~Exists(sealed), pk__gte=_least(newest)).order_by(
        F("pk").asc()
    )


def _least(newest) -> int:
    return min((row["pk"] for row in newest), default=0)
