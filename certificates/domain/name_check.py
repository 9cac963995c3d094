"""The first certificate waits until its holder has read the name on it."""

from certificates.models import Certificate


def awaits_name(user) -> bool:
    """Whether a person has never read their printed name and holds no certificate yet.

    Whoever holds one has their name before their eyes.
    """
    return (
        user.name_checked_at is None
        and not Certificate.objects.filter(holder=user).exists()
    )
