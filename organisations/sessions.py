"""What this app keeps in a session, and under which names."""

from uuid import UUID

from django.conf import settings

from organisations.models import Announcement

LANGUAGE_KEY = "language"
# Where the organisation chosen at sign-up waits until the address is proved.
CHOSEN_ORGANISATION_KEY = "chosen_organisation"

# Announcements that somebody has read and does not want to see until they sign out.
HIDDEN_KEY = "hidden_announcements"


def remember_language(request, language: str) -> None:
    """Speak this language to the session from the next request on, if it is ours."""
    if language in dict(settings.LANGUAGES):
        request.session[LANGUAGE_KEY] = language


def without_hidden(request, shown: list[Announcement]) -> list[Announcement]:
    """Those of the announcements shown to somebody that they have not hidden."""
    hidden = request.session.get(HIDDEN_KEY, ())
    return [one for one in shown if str(one.uuid) not in hidden]


def hide_announcement(request, uuid: UUID, *, shown: list[Announcement]) -> None:
    """Hide one of those shown to somebody. What was hidden before and is shown no more
    is forgotten; one that is not shown changes nothing."""
    hidden = {*request.session.get(HIDDEN_KEY, ()), str(uuid)}
    kept = [str(one.uuid) for one in shown if str(one.uuid) in hidden]
    request.session[HIDDEN_KEY] = kept
