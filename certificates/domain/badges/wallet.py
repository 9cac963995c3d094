"""The address under which a wallet fetches a badge, for a day and without signing in."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from certificates.models import Certificate

# Long enough to find the wallet and sign in to it, too short to be passed around.
LASTS = timedelta(days=1)
SALT = "certificates.wallet"


def wallet_url(certificate: Certificate, *, language: str) -> str:
    """A full address nobody can guess; whoever has it can fetch the badge, no more."""
    token = signing.dumps([certificate.uuid.hex, language], salt=SALT)
    path = reverse("certificates:badge_wallet", args=[token])
    return f"{settings.RELAY_BASE_URL}{path}"


def behind(token: str) -> tuple[Certificate, str] | None:
    """The certificate and language of such an address; None when it is none of ours, or
    from before yesterday at this time."""
    try:
        number, language = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    certificate = Certificate.objects.filter(uuid=UUID(hex=number)).first()
    return certificate and (certificate, language)
