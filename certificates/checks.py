"""What the start has to say about the keys of badges. Nothing else depends on them."""

from django.conf import settings
from django.core.checks import Info, Warning

from certificates.domain.badges.keys import BrokenKey, key_files, read_key


def badge_keys(app_configs, **kwargs) -> list[Info | Warning]:
    """Nothing when badges are offered and every key can be read."""
    if not settings.RELAY_BADGE_KEYS:
        return [
            Info(
                "Digital badges are not offered: RELAY_BADGE_KEYS names no folder.",
                id="certificates.I001",
            )
        ]
    found, signs = [], False
    for path in key_files():
        try:
            signs = read_key(path).private is not None or signs
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
    return found
