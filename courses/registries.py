"""Questions this floor asks of the floors above; they register in AppConfig.ready."""

from collections.abc import Callable
from dataclasses import dataclass

# (user, course) -> bool: a reason, other than openness, to let a person enrol.
enrolment_grounds: list[Callable] = []

# (enrolment) -> bool: a reason to do a completed course again, such as a certificate
# that runs out.
renewal_grounds: list[Callable] = []

# Activity kind -> (course code, activity key) -> URL where a learner does it.
players: dict[str, Callable[[str, str], str]] = {}

# (course) -> [(label, count)]: who is touched by a release, for its preview.
release_effects: list[Callable] = []

# (enrolment) -> (label, url) or None: what a completed course gave, such as a
# certificate; the first answer is shown as the next step.
completion_rewards: list[Callable] = []


@dataclass(frozen=True)
class ManifestSource:
    """How a kind of activity becomes part of an edition.

    `data(page)` is its content in the page's language; `rules(page, now=…)` is what
    holds in every language, such as a pass mark. Both raise
    courses.domain.manifest.NotReady when the page cannot be released.
    """

    data: Callable
    rules: Callable


# Activity kind -> its source.
manifest_sources: dict[str, ManifestSource] = {}
