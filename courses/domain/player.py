"""What the player shows: a place on a learner's way, read from the manifest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from courses import registries
from courses.domain.fallback import Fallback, fallback_of
from courses.domain.manifest import blob_data, blob_hash, blobs_of
from courses.domain.overlays.layers import local_hash, local_hashes
from courses.domain.overlays.weaving import is_local, with_vignettes
from courses.domain.progress import Way, way_through
from courses.domain.queries import certifies
from courses.domain.statements.missing import Asked, waiting_for
from courses.exercises import KINDS
from courses.models import Enrolment
from courses.parts import PARTS, Refused, Segment
from lms.texts import Spoken

# The block types of live parts to which a learner can send something.
ANSWERING = frozenset(kind.name for kind in PARTS.values() if kind.takes_answers)

# Some are blocks that were the same for everybody in older editions: those lack "live".

# Block type -> a static file that a page needs where it shows such a block.
SCRIPTS: dict[str, str] = {
    **dict.fromkeys(ANSWERING, "courses/parts.js"),
    **{kind.name: kind.script for kind in KINDS.values() if kind.script},
    "embed": "courses/embed.js",
}
STYLES: dict[str, str] = {
    **{kind.name: kind.style for kind in PARTS.values() if kind.style},
    **dict.fromkeys(KINDS, "courses/exercises.css"),
}


@dataclass
class Place:
    """One activity on a learner's way, with its neighbours."""

    way: Way
    module: dict
    activity: dict
    position: int
    previous: dict | None
    following: dict | None

    @property
    def title(self) -> Spoken:
        return self.way.title_of(self.activity)

    @property
    def language(self) -> str:
        """The language in which this activity is read."""
        return self.way.language_of(self.activity)

    @property
    def fallback(self) -> Fallback | None:
        """Why it is read in another language than the one asked for; None where it is
        not."""
        return fallback_of(
            self.way.outline, wanted=self.way.wanted, spoken=self.language
        )

    @property
    def added_by(self) -> str:
        """The name of the organisation that added a local lesson; "" for others."""
        return self.activity["local"]["place"] if is_local(self.activity) else ""

    @property
    def module_title(self) -> Spoken:
        return self.way.text(self.module["title"])

    @property
    def count(self) -> int:
        return len(self.module["activities"])

    @property
    def is_done(self) -> bool:
        return self.activity["key"] in self.way.done

    @property
    def is_opened(self) -> bool:
        """Whether the learner has been here before, in the present cycle."""
        return self.activity["key"] in self.way.anchors

    @property
    def anchor(self) -> str:
        """The block the learner last saw here; "" at the top, or before the first look."""
        return self.way.anchors.get(self.activity["key"], "")


def place_of(enrolment: Enrolment, activity_key, *, language: str) -> Place | None:
    """Where an activity lies on the learner's way; None when it is not on it: another
    sector's, another course's, or of an edition the learner does not follow."""
    return place_on(way_through(enrolment, language=language), activity_key)


def place_on(way: Way, activity_key) -> Place | None:
    """Where an activity lies on a way; None when it is not on it."""
    activities = way.activities
    keys = [activity["key"] for activity in activities]
    key = str(activity_key)
    if key not in keys:
        return None
    index = keys.index(key)
    module, activity = way.find(key)
    return Place(
        way=way,
        module=module,
        activity=activity,
        position=[a["key"] for a in module["activities"]].index(key) + 1,
        previous=activities[index - 1] if index else None,
        following=activities[index + 1] if index + 1 < len(activities) else None,
    )


def content_of_place(place: Place) -> dict:
    """The lesson's frozen content in the place's language, with the vignettes of the
    reader's organisation. Shared: read only."""
    key, language = place.activity["key"], place.language
    if is_local(place.activity):
        edition_id = place.activity["local"]["edition"]
        return blob_data(local_hash(edition_id, key, language))
    content = blob_data(blob_hash(place.way.outline.edition_id, key, language))
    return with_local_vignettes(content, way=place.way, key=key)


def local_contents(way: Way) -> dict[str, dict]:
    """{key: content} of the local lessons on a way, each in its language, all at once."""
    wanted = {
        activity["key"]: (
            activity["local"]["edition"],
            activity["key"],
            way.language_of(activity),
        )
        for activity in way.activities
        if is_local(activity)
    }
    hashes = local_hashes(wanted.values())
    held = blobs_of(hashes.values())
    return {key: held[hashes[one]] for key, one in wanted.items()}


def with_local_vignettes(content: dict, *, way: Way, key: str) -> dict:
    """A lesson's content with the vignettes that stand in it on a way; one query at most,
    and none where there are none. Nothing that is given is changed."""
    mine = way.vignettes.get(key)
    if not mine:
        return content
    chosen = [(one, way.nearest(one["languages"])) for one in mine]
    held = blobs_of(one["contents"][language] for one, language in chosen)
    placed = [
        (
            one,
            segment | {"local": {"place": one["place"], "language": language}},
        )
        for one, language in chosen
        for segment in held[one["contents"][language]]["segments"]
    ]
    return content | {"segments": with_vignettes(content["segments"], placed)}


def exercise_in(place: Place, segment_id: str, *, walks: bool) -> Segment | None:
    """The exercise of a lesson with this id, if it is one through which one takes a way
    (`walks`), or one that is answered."""
    return next(
        (
            segment
            for segment in content_of_place(place).get("segments", ())
            if segment["id"] == segment_id
            and "exercise" in segment
            and KINDS[segment["type"]].walks == walks
        ),
        None,
    )


def solutions_of(content: dict) -> list[str]:
    """What a lesson prints on its last page: html per exercise that has a solution."""
    exercises = (part.get("exercise", {}) for part in content.get("segments", ()))
    return [one["solution"] for one in exercises if "solution" in one]


def has_anchor(place: Place, anchor: str) -> bool:
    """Whether `anchor` is the top ("") or the id of a block of this lesson's text."""
    segments = content_of_place(place).get("segments", ())
    return not anchor or any(anchor == f"b-{part['id']}" for part in segments)


def parts_shown(
    segments: Iterable[Segment],
    *,
    place: Place,
    enrolment: Enrolment,
    user,
    refused: Mapping[str, Refused] | None = None,
) -> dict[str, str]:
    """{segment id: html} of the live parts among `segments`, for this learner."""
    of_kind: dict[str, list[Segment]] = {}
    for segment in segments:
        if "live" in segment:
            of_kind.setdefault(segment["type"], []).append(segment)
    shown = {}
    for name, found in of_kind.items():
        shown |= PARTS[name].show(
            found, place=place, enrolment=enrolment, user=user, refused=refused or {}
        )
    return shown


def part_of(place: Place, segment_id: str) -> Segment | None:
    """The block of a lesson to which a learner can send something; None for any other block."""
    return next(
        (
            segment
            for segment in content_of_place(place).get("segments", ())
            if segment["id"] == segment_id
            and segment["type"] in ANSWERING
            and "live" in segment
        ),
        None,
    )


def receive(
    segment: Segment, data, *, enrolment: Enrolment, place: Place, now: datetime
) -> None:
    """Keep what a learner sent to a live part. Raises Refused."""
    PARTS[segment["type"]].receive(
        segment, data, enrolment=enrolment, place=place, now=now
    )


def frames_in(segments: Iterable[Segment]) -> list[str]:
    """The places that this lesson may frame a video from, when the reader asks."""
    return sorted({segment["frame"] for segment in segments if "frame" in segment})


def files_for(block_types: Iterable[str], files: Mapping[str, str]) -> list[str]:
    """The static files of SCRIPTS or STYLES that a page with these blocks needs, each
    once, in a fixed order."""
    return sorted({files[name] for name in block_types if name in files})


def url_of(course_code: str, activity: dict) -> str:
    """Where a learner does an activity, whatever app plays its kind."""
    player = registries.players.get(activity["kind"])
    if player:
        return player(course_code, activity["key"])
    return reverse("courses:play", args=[course_code, activity["key"]])


def next_url(enrolment: Enrolment, way: Way, course_code: str) -> str:
    """Where the learner goes on: the next activity, else the course page."""
    current = way.current
    if current is None:
        return reverse("courses:course", args=[course_code])
    return url_of(course_code, current[1])


def reward_of(enrolment: Enrolment) -> tuple[str, str] | None:
    """(label, url) of what completing the course gave; None when nothing yet."""
    for reward in registries.completion_rewards:
        if found := reward(enrolment):
            return found
    return None


@dataclass(frozen=True)
class Ending:
    """What a learner who completed a course reads: `reward` as reward_of says,
    `waiting` what a certificate still waits for, None where it waits for nothing; and
    whether the course gives one at all."""

    reward: tuple[str, str] | None
    waiting: dict[str, list[dict]] | None
    gives_certificate: bool


def ending_of(
    enrolment: Enrolment, way: Way, course_code: str, *, now: datetime
) -> Ending | None:
    """How a course ended for a learner; None while something is left to do. Somebody
    who has their certificate waits for none."""
    if not way.is_complete:
        return None
    gives = certifies(enrolment.course, way.sectors, now=now)
    reward = reward_of(enrolment)
    waits = gives and reward is None
    return Ending(
        reward,
        _waiting(enrolment, way, course_code, now=now) if waits else None,
        gives,
    )


def _waiting(
    enrolment: Enrolment, way: Way, course_code: str, *, now: datetime
) -> dict[str, list[dict]] | None:
    """What a learner who completed everything has yet to accept, with the way there,
    and what others have yet to renew; None when nothing is missing."""
    unaccepted: dict[str, Asked] = {}
    lapsed: dict[str, Asked] = {}
    for sector in way.sectors:
        waiting = waiting_for(enrolment, sector, now=now)
        unaccepted |= {one.key: one for one in waiting.unaccepted}
        lapsed |= {one.key: one for one in waiting.lapsed}
    if not unaccepted and not lapsed:
        return None
    return {
        "unaccepted": [
            {
                "title": one.title_in(way.language),
                "url": f"{_lesson_url(course_code, one)}#b-{one.part}",
            }
            for one in unaccepted.values()
        ],
        "lapsed": [{"title": one.title_in(way.language)} for one in lapsed.values()],
    }


def _lesson_url(course_code: str, asked: Asked) -> str:
    return reverse("courses:play", args=[course_code, asked.activity_key])
