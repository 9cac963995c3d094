"""What `manage.py check --deploy` says of the key that seals."""

from datetime import timedelta

from django.conf import settings
from django.core.checks import Warning as Trouble
from django.utils import timezone

from certificates.domain.sealing.keys import SealUnavailable, seal_key

# Time enough to ask an authority for the next one.
SOON = timedelta(days=60)


def check_seal(app_configs, **kwargs) -> list[Trouble]:
    """A key that is configured can be used, also in two months."""
    if not settings.RELAY_SEAL_FILE:
        return []
    now = timezone.now()
    try:
        key = seal_key(now=now)
    except SealUnavailable as problem:
        return [Trouble(problem.message, id="certificates.W001")]
    if key.expires_at > now + SOON:
        return []
    return [
        Trouble(
            f"The certificate of the sealing key ends on {key.expires_at:%Y-%m-%d}.",
            hint="Put its successor into RELAY_SEAL_FILE; what is sealed stays sealed.",
            id="certificates.W002",
        )
    ]
