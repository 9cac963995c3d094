"""What this app keeps in a session, and under which names."""

from django.conf import settings

LANGUAGE_KEY = "language"
# Where the organisation chosen at sign-up waits until the address is proved.
CHOSEN_ORGANISATION_KEY = "chosen_organisation"


def remember_language(request, language: str) -> None:
    """Speak this language to the session from the next request on, if it is ours."""
    if language in dict(settings.LANGUAGES):
        request.session[LANGUAGE_KEY] = language
