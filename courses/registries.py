"""Questions this floor asks of the floors above; they register in AppConfig.ready."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

# (user, course ids) -> ids of those for which there is a reason, other than openness,
# to let a person enrol.
enrolment_grounds: list[Callable] = []

# (user, day) -> [(course id, the first day it counted)]: the certificates that a person
# holds and that are in force on a day.
certificate_grounds: list[Callable] = []

# (enrolment) -> bool: a reason to do a completed course again, such as a certificate
# that runs out.
renewal_grounds: list[Callable] = []

# Activity kind -> (course code, activity key) -> URL where a learner does it.
players: dict[str, Callable[[str, str], str]] = {}


@dataclass(frozen=True)
class ReleaseEffect:
    """A group of people whom a release of a course concerns, for its preview.

    `people(course, day)` is a query for ids of users. Groups are shown by `position`.
    """

    name: str
    label: str  # Lazy.
    position: int
    people: Callable[..., QuerySet]


# By name: what the floors above know of whom a release concerns.
release_effects: dict[str, ReleaseEffect] = {}

# (course) -> what changes when something changes that a release would freeze, though no
# page of the course was published: facts, questions.
manifest_stamps: list[Callable] = []

# (enrolment) -> keys of the activities of which something was begun that is finished as
# it was begun, whatever edition the learner goes on in.
running_work: list[Callable] = []


@dataclass(frozen=True)
class RuleChange:
    """One rule of an activity that differs, in words; "" where it was not, or is no
    more."""

    label: str
    before: str
    now: str


# Activity kind -> ([(rules before, rules now)], language) -> [[RuleChange]], one list
# per pair; its number of queries does not depend on how many there are.
rule_changes: dict[str, Callable[..., list[list[RuleChange]]]] = {}

# (course ids, sector codes) -> ids of those courses that give a certificate to one of
# these sectors, or to any where there are none; one query.
certifying: list[Callable[..., set[int]]] = []

# (enrolment) -> (label, url) or None: what a completed course gave, such as a
# certificate; the first answer is shown as the next step.
completion_rewards: list[Callable] = []


@dataclass(frozen=True)
class FactUse:
    """A thing, in one language, that rests on a fact.

    `fact_id` is the fact's row in that language; `key` is the same for the thing in all
    languages. `title` and `url`, where it is edited, are "" for a thing that the person
    who asks may not edit: it counts, and is not named. `course_id` is None for a thing
    that belongs to no course.
    """

    kind: str
    fact_id: int
    pk: int
    key: UUID
    language: str
    title: str
    url: str
    course_id: int | None
    is_live: bool  # What is published uses the fact.
    is_draft: bool  # Unpublished changes of it use the fact.

    @property
    def is_named(self) -> bool:
        return bool(self.url)


# (fact ids, user=…) -> [FactUse]: which of an app's things use these facts. Their
# number of queries depends neither on the facts nor on the things.
fact_uses: list[Callable[..., list[FactUse]]] = []


@dataclass(frozen=True)
class ManifestSource:
    """How a kind of activity becomes part of an edition.

    `data(page)` is its content in the page's language; `rules(page, now=…)` is what
    holds in every language, such as a pass mark. Both raise
    courses.domain.manifest.NotReady when the page cannot be released.
    """

    data: Callable
    rules: Callable


# Activity kind -> (page) -> [HTML]: what is asked in an activity that is no lesson, to
# be read through by those who make the course.
read_throughs: dict[str, Callable[..., list[str]]] = {}

# Activity kind -> its source.
manifest_sources: dict[str, ManifestSource] = {}


@dataclass(frozen=True)
class CourseCopy:
    """What an app keeps for a course and copies with it.

    `steps(copying)` are the steps that make the copies, before any page is copied, each
    to be done again without effect; `attributes(page, copying)` are the fields in which
    the copy of a page differs, such as its bank; `clear_away(course)` takes the copies
    away again and returns their translation keys. `copying` is a
    courses.domain.duplication.Copying.
    """

    steps: Callable
    attributes: Callable
    clear_away: Callable


course_copies: list[CourseCopy] = []


@dataclass(frozen=True)
class DeskTile:
    """A kind of work that waits for an author: how much, and where it is.

    `label` and `note` are in the language of the request.
    """

    label: str
    count: int
    note: str
    url: str


# (user, now) -> DeskTile, or None for whom it is no work at all. A fixed number of
# queries each.
desk_tiles: list[Callable] = []


@dataclass(frozen=True)
class TranslatedRow:
    """A text in one language that belongs to an activity and is no page, such as a
    question of a quiz. `row` has its locale; `owner_id` is whose people review it."""

    kind: str
    row: Any
    owner_id: int
    activity: UUID


# ({activity key: its page in the source language}) -> the TranslatedRows, in all
# languages, of these activities; in a fixed number of queries.
translated_rows: list[Callable[[dict], list[TranslatedRow]]] = []
