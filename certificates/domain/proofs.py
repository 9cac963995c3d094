"""Proofs of trainings that people followed elsewhere: what is taken, and for how long.

A proof is read by the programme owners who decide, as a download and never as a page.
Pictures are written anew, so that nothing rides along in them, such as where they were
taken.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from certificates.models import Recognition
from lms import audit
from lms.errors import DomainError
from lms.months import months_after

logger = logging.getLogger(__name__)

MOST_BYTES = 5 * 1024 * 1024
# A photo of a page that can be read; larger ones are made smaller.
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2400
PDF = b"%PDF-"
TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}


def proof_file(data: bytes) -> ContentFile:
    """The file as it is kept, under a name that says nothing. What it is says its
    content, whatever its name. Raises DomainError for what is no PDF, JPEG or PNG, and
    for what is too large."""
    if len(data) > MOST_BYTES:
        raise DomainError(_("This file is larger than 5 MB. Make it smaller."))
    if data.startswith(PDF):
        return _named(data, "pdf")
    try:
        with Image.open(BytesIO(data), formats=["JPEG", "PNG"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise DomainError(_("This picture is too large. Make it smaller."))
            return _named(*_written_anew(picture))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as problem:
        raise DomainError(_("This file is no PDF, JPEG or PNG.")) from problem
    except Image.DecompressionBombError as problem:
        raise DomainError(_("This picture is too large. Make it smaller.")) from problem


def forget_proofs(now: datetime) -> int:
    """Delete the proofs of what was decided long ago (ETHICS P7); the decision stays.
    Returns how many."""
    before = months_after(now, -settings.RELAY_PROOF_MONTHS)
    return forget_files(
        Recognition.objects.filter(closed_at__lt=before),
        file="proof",
        gone_at="proof_gone_at",
        record=lambda one: audit.record(
            "certificates.proof_deleted",
            actor=None,
            subject=one,
            organisation=one.issuer_id,
            now=now,
        ),
        now=now,
    )


def forget_files(
    rows: QuerySet,
    *,
    file: str,
    gone_at: str,
    record: Callable[[Model], object],
    now: datetime,
) -> int:
    """Delete the files of these rows that still have one; returns how many. `file` and
    `gone_at` name their fields, and `record` writes down that it is gone. One that cannot
    be deleted is logged, does not stop the others, and is tried again the next time."""
    gone = 0
    for one in rows.exclude(**{file: ""}).order_by("pk"):
        try:
            getattr(one, file).delete(save=False)
        except Exception:
            # Each kind of storage has errors of its own.
            logger.exception(
                "The file of %s %s cannot be deleted", one._meta.label, one.pk
            )
            continue
        setattr(one, gone_at, now)
        one.save(update_fields=[file, gone_at])
        record(one)
        gone += 1
    return gone


def _written_anew(picture: Image.Image) -> tuple[bytes, str]:
    form = picture.format
    upright = ImageOps.exif_transpose(picture).convert("RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    stream = BytesIO()
    upright.save(stream, form)
    return stream.getvalue(), "jpg" if form == "JPEG" else "png"


def _named(data: bytes, extension: str) -> ContentFile:
    return ContentFile(data, name=f"proofs/{uuid4().hex}.{extension}")


def type_of(name: str) -> str:
    """The content type of a proof that is kept under a name."""
    return TYPES[name.rpartition(".")[2]]
