"""Where a training session is shown to whom."""

from django.conf import settings
from django.urls import reverse

from trainers.models import TrainingSession


def page_of(session: TrainingSession) -> str:
    """The full address of a session's page, for people with an account."""
    path = reverse("trainers:session", args=[session.uuid])
    return f"{settings.RELAY_BASE_URL}{path}"


def guest_page(token: str) -> str:
    """The full address at which a guest confirms and cancels. It is a key."""
    path = reverse("trainers:guest", args=[token])
    return f"{settings.RELAY_BASE_URL}{path}"
