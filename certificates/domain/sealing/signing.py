"""Sealing bytes: PAdES, over the whole document, after which it may not be changed."""

import io

from django.conf import settings
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import HTTPTimeStamper

from certificates.domain.sealing.keys import SealKey

FIELD = "Seal"
# Seconds that an authority may take to say what time it is.
TIMESTAMP_PATIENCE = 10
# Bytes of a seal beside its certificates, also with RSA of 4096 bits, and of an
# authority's time with the certificates of that.
ROOM, ROOM_FOR_TIME = 2_560, 12_288


def seal(content: bytes, *, issuer: str, key: SealKey, timestamper=None) -> bytes:
    """A sealed PDF; the unsealed one is its beginning.

    With `timestamper` (pyHanko's), an authority's time is under the seal as well.
    """
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    # A window says the title then, instead of the name of the file.
    writer.root["/ViewerPreferences"] = generic.DictionaryObject(
        {generic.pdf_name("/DisplayDocTitle"): generic.BooleanObject(True)}
    )
    writer.update_root()
    about = signers.PdfSignatureMetadata(
        field_name=FIELD,
        name=issuer,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        # Whoever changes it afterwards, in whatever way, breaks the seal.
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    return signers.sign_pdf(
        writer,
        about,
        signer=key.signer,
        timestamper=timestamper,
        bytes_reserved=_room(key, has_time=timestamper is not None),
    ).getvalue()


def _room(key: SealKey, *, has_time: bool) -> int:
    """Signs to keep free for the seal, two a byte. pyHanko would seal once more to find
    out, at a third of what sealing costs."""
    certificates = sum(len(one.dump()) for one in key.signer.cert_registry)
    return 2 * (certificates + ROOM + (ROOM_FOR_TIME if has_time else 0))


def configured_timestamper() -> HTTPTimeStamper | None:
    """The authority of RELAY_SEAL_TIMESTAMP_URL (RFC 3161); None where there is none."""
    if not settings.RELAY_SEAL_TIMESTAMP_URL:
        return None
    return HTTPTimeStamper(
        settings.RELAY_SEAL_TIMESTAMP_URL, timeout=TIMESTAMP_PATIENCE
    )
