"""What every page of the shell may want to know, computed when it is asked for."""

from typing import NamedTuple

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property

from organisations.domain.groups import GROUP_OF_ROLE
from organisations.domain.looks import Look
from organisations.domain.queries import current_memberships
from organisations.enums import COORDINATING_ROLES
from organisations.models import Membership, Organisation
from organisations.registries import navigation


class Entry(NamedTuple):
    """One destination of the navigation, as this page shows it."""

    label: str
    url: str
    icon: str
    tab: bool
    current: bool


class Shell:
    """Navigation, languages and place of the person who looks; at most one query."""

    def __init__(self, request) -> None:
        self._request = request

    @property
    def _user(self):
        return getattr(self._request, "user", None)

    @property
    def is_signed_in(self) -> bool:
        return self._user is not None and self._user.is_authenticated

    @property
    def is_administrator(self) -> bool:
        return self.is_signed_in and self._user.is_superuser

    @cached_property
    def memberships(self) -> list[Membership]:
        """The memberships of today, with their organisations."""
        return current_memberships(self._user) if self.is_signed_in else []

    @cached_property
    def coordinated_organisations(self) -> list[Organisation]:
        """Where the person is coordinator or deputy themselves, without departments."""
        held = {
            one.organisation_id: one.organisation
            for one in self.memberships
            if one.role in COORDINATING_ROLES
        }
        return list(held.values())

    @property
    def coordinated(self) -> list[Organisation]:
        return self.coordinated_organisations

    @property
    def is_coordinator(self) -> bool:
        return bool(self.coordinated_organisations)

    @property
    def is_author(self) -> bool:
        """Whether the person finds work in the content admin."""
        return self.is_administrator or any(
            one.role in GROUP_OF_ROLE for one in self.memberships
        )

    @cached_property
    def organisation(self) -> Organisation | None:
        """The one to name in the shell: coordinated before learned at, oldest first."""
        places = self.coordinated_organisations or [
            one.organisation for one in self.memberships
        ]
        return places[0] if places else None

    @cached_property
    def look(self) -> Look:
        """The logo and colour of that organisation; read with the person of the session,
        so it costs no page a query."""
        return Look.read(getattr(self._user, "shown_look", None) or {})

    @property
    def demo(self) -> bool:
        return settings.RELAY_DEMO

    @cached_property
    def nav(self) -> tuple[Entry, ...]:
        """The main navigation for this person, in order."""
        return tuple(
            entry
            for destination in navigation.destinations()
            if destination.shown(self)
            and (entry := self._entry(destination)) is not None
        )

    @property
    def tabs(self) -> tuple[Entry, ...]:
        """The few entries for the bar at the foot of a phone."""
        return tuple(entry for entry in self.nav if entry.tab)

    @property
    def beside_tabs(self) -> tuple[Entry, ...]:
        """The others, which a phone finds in the menu of the account."""
        return tuple(entry for entry in self.nav if not entry.tab)

    def _entry(self, destination) -> Entry | None:
        try:
            url = reverse(
                destination.url_name, kwargs=destination.url_kwargs(self) or None
            )
        except NoReverseMatch:
            return None
        path = self._request.path
        return Entry(
            # As words: what waits for its language is no key to remember a page by.
            label=str(destination.label),
            url=url,
            icon=destination.icon,
            tab=destination.tab,
            current=path == url
            or any(path.startswith(prefix) for prefix in destination.prefixes),
        )


def shell(request) -> dict:
    """`shell` for templates; the same object for everything rendered in one request."""
    known = getattr(request, "_relay_shell", None)
    if known is None:
        known = request._relay_shell = Shell(request)
    return {"shell": known}
