"""What `manage.py check` says of the keys of badges and of the key that seals PDFs.
Nothing else depends on them."""

from datetime import timedelta

from django.conf import settings
from django.core.checks import Info, Warning
from django.utils import timezone

from certificates.domain.sealing.keys import SealUnavailable, seal_key

# Time enough to ask an authority for the next one.
SOON = timedelta(days=60)


def badge_keys(app_configs, **kwargs) -> list[Info | Warning]:
    """Nothing when badges are offered and every key can be read."""
    if not settings.RELAY_BADGE_KEYS:
        return [
            Info(
                "Digital badges are not offered: RELAY_BADGE_KEYS names no folder.",
                id="certificates.I001",
            )
        ]
    # Inside: `cryptography` takes 6 MB, and a check runs when somebody asks for it.
    from certificates.domain.badges.keys import (  # noqa: PLC0415
        BrokenKey,
        key_files,
        read_key,
    )

    found, signs, proves = [], False, False
    for path in key_files():
        try:
            key = read_key(path)
            signs = signs or key.private is not None
            proves = proves or (key.private is not None and key.multikey is not None)
        except BrokenKey as problem:
            found.append(
                Warning(
                    f"A key of digital badges cannot be used: {problem}",
                    hint="What it signed does not verify until it can be read.",
                    id="certificates.W001",
                )
            )
    if not signs:
        found.append(
            Warning(
                "Digital badges are not offered: RELAY_BADGE_KEYS holds no private key.",
                hint="manage.py make_badge_key makes one.",
                id="certificates.W002",
            )
        )
    elif not proves:
        found.append(
            Info(
                "Digital badges are offered as tokens alone: no Ed25519 key signs.",
                hint="manage.py make_badge_key makes one.",
                id="certificates.I002",
            )
        )
    return found


def seal_key_lasts(app_configs, **kwargs) -> list[Warning]:
    """A key that is configured can be used, also in two months. With --deploy only."""
    if not (settings.RELAY_SEAL_FILE or settings.RELAY_SEAL_PKCS11_MODULE):
        return []
    now = timezone.now()
    try:
        key = seal_key(now=now)
    except SealUnavailable as problem:
        return [Warning(problem.message, id="certificates.W003")]
    if key.expires_at > now + SOON:
        return []
    return [
        Warning(
            f"The certificate of the sealing key ends on {key.expires_at:%Y-%m-%d}.",
            hint="Put its successor into RELAY_SEAL_FILE; what is sealed stays sealed.",
            id="certificates.W004",
        )
    ]
