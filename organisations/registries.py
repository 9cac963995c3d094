"""Questions this app asks of the floors above; they answer from `AppConfig.ready`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any


class AfterWelcome:
    """Where to send somebody who has just accepted an invitation.

    Each callable takes the user and returns a URL, or None for "I do not know".
    The first answer wins, in the order of registration.
    """

    def __init__(self) -> None:
        self._answers: list[Callable[[Any], str | None]] = []

    def register(self, answer: Callable[[Any], str | None]) -> None:
        """Add one answer; adding it again is harmless."""
        if answer not in self._answers:
            self._answers.append(answer)

    def url_for(self, user: Any) -> str | None:
        """The first URL that somebody knows, None if nobody does."""
        for answer in self._answers:
            url = answer(user)
            if url is not None:
                return url
        return None


@dataclass(frozen=True)
class Destination:
    """One entry of the main navigation.

    `label` is a lazy translation. `url_name` is reversed with what `url_kwargs` makes
    of the shell; without such a route the entry is left out. `prefixes` are paths
    below which the entry counts as current, besides its own. `shown` takes the shell
    and tells whether this person gets the entry; `tab` entries also stand in the bar
    at the foot of a phone.
    """

    label: Any
    url_name: str
    icon: str
    position: int = 100
    tab: bool = False
    prefixes: tuple[str, ...] = ()
    shown: Callable[[Any], bool] = attrgetter("is_signed_in")
    url_kwargs: Callable[[Any], dict[str, Any]] = field(default=lambda shell: {})


class Navigation:
    """The main navigation, filled by the apps that have the pages."""

    def __init__(self) -> None:
        self._destinations: dict[str, Destination] = {}

    def register(self, destination: Destination) -> None:
        """Add an entry; a second one for the same URL name replaces the first."""
        self._destinations[destination.url_name] = destination

    def destinations(self) -> list[Destination]:
        """All entries in their order."""
        return sorted(self._destinations.values(), key=lambda entry: entry.position)


@dataclass(frozen=True)
class AccountPage:
    """A page of a higher floor that belongs to a person's account: a lazy translation
    and the name of its URL."""

    label: Any
    url_name: str


@dataclass(frozen=True)
class PersonPage:
    """A page of a higher floor about one of an organisation's people: a lazy translation,
    and what makes its URL of the organisation and the person, None where there is none."""

    label: Any
    url_for: Callable[[Any, Any], str | None]


@dataclass(frozen=True)
class OrganisationPage:
    """A page of a higher floor about an organisation, for who looks after it and needs it
    now and then: a lazy translation, and what makes its URL of the person and the
    organisation, None for somebody who may not go there."""

    label: Any
    url_for: Callable[[Any, Any], str | None]


class GroupPermissions:
    """What the groups of content roles may do with models of higher floors."""

    def __init__(self) -> None:
        self._granted: dict[str, set[str]] = {}

    def grant(self, group: str, *permissions: str) -> None:
        """Let a group, such as "Authors", have "app_label.codename" permissions."""
        self._granted.setdefault(group, set()).update(permissions)

    def of(self, group: str) -> set[str]:
        """What was granted to a group."""
        return set(self._granted.get(group, ()))


class ContentPages:
    """Which pages an organisation's authors work on, with everything below them.

    Each callable takes an Organisation and returns ids of pages.
    """

    def __init__(self) -> None:
        self._answers: list[Callable[[Any], Iterable[int]]] = []

    def register(self, answer: Callable[[Any], Iterable[int]]) -> None:
        """Add one answer; adding it again is harmless."""
        if answer not in self._answers:
            self._answers.append(answer)

    def of(self, organisation: Any) -> set[int]:
        """Ids of the pages of an organisation."""
        return {pk for answer in self._answers for pk in answer(organisation)}


class WordRules:
    """What may not be told to people in words that somebody of the staff writes.

    Each callable takes words and the code of their language and returns what is wrong
    with them, in sentences.
    """

    def __init__(self) -> None:
        self._rules: list[Callable[[str, str], Iterable[str]]] = []

    def register(self, rule: Callable[[str, str], Iterable[str]]) -> None:
        """Add one rule; adding it again is harmless."""
        if rule not in self._rules:
            self._rules.append(rule)

    def broken(self, words: str, language: str) -> list[str]:
        """What is wrong with words in a language, each once; nothing without a rule."""
        found = [one for rule in self._rules for one in rule(words, language)]
        return list(dict.fromkeys(found))


after_welcome = AfterWelcome()
word_rules = WordRules()
navigation = Navigation()
group_permissions = GroupPermissions()
content_pages = ContentPages()
# Linked from the page of a person, for those who coordinate them.
person_pages: list[PersonPage] = []
organisation_pages: list[OrganisationPage] = []
# Linked from the form that invites one: other ways in, for many at once.
many_invited_pages: list[OrganisationPage] = []
# Linked from a person's account, in the order of registration.
account_pages: list[AccountPage] = []
