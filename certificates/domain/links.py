"""Where a certificate can be checked, and the code that leads there."""

import io

from django.conf import settings
from django.urls import reverse

from certificates.models import Certificate


def verify_url(certificate: Certificate) -> str:
    """The full address at which anyone can check a certificate; it is in the QR code."""
    path = reverse("certificates:verify_number", args=[certificate.number])
    return f"{settings.RELAY_BASE_URL}{path}"


def page_url(certificate: Certificate) -> str:
    """The full address of the certificate's page, which only its holder can open."""
    path = reverse("certificates:detail", args=[certificate.uuid])
    return f"{settings.RELAY_BASE_URL}{path}"


def qr_svg(certificate: Certificate) -> bytes:
    """The QR code as SVG: black on white with its quiet zone, in dark mode too."""
    # Inside: few who need an address draw its code.
    import segno  # noqa: PLC0415

    picture = io.BytesIO()
    segno.make(verify_url(certificate), error="m", micro=False).save(
        picture, kind="svg", border=4, light="#fff", omitsize=True
    )
    return picture.getvalue()
