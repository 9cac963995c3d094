"""Adding people up, for each employer and each height of the bodies above it.

The height of a body is how many organisations its path names: 0 is everybody, the last
one the employer itself. Most people count alike at every height; who has several
employers counts, for each body, at the first of their places below it.
"""

from collections.abc import Hashable, Iterable, Iterator
from itertools import groupby

from organisations.enums import Level
from organisations.models import Organisation


def height_of(path: str) -> int:
    """How many organisations a path names."""
    return path.count("/") - 1


def body_at(path: str, height: int) -> str:
    """The path of the body at a height above, or of the end of a path itself."""
    return "/".join(path.split("/")[: height + 1]) + "/"


class Chart:
    """All organisations as they are now: `paths` by id, and who employs where."""

    def __init__(self) -> None:
        rows = Organisation.objects.values_list("pk", "path", "level")
        found = {pk: (path, level) for pk, path, level in rows}
        self.paths = {pk: path for pk, (path, _level) in found.items()}
        self._departments = {
            pk for pk, (_path, level) in found.items() if level == Level.DEPARTMENT
        }
        # By the rule of organisations.domain.employers.employer_of.
        self.employer_of = {pk: self._employer(pk) for pk in found}

    def within(self, path: str) -> dict[int, int]:
        """{place: its employer} of everything below a path."""
        return {
            pk: employer
            for pk, employer in self.employer_of.items()
            if self.paths[pk].startswith(path)
        }

    def _employer(self, place: int) -> int:
        chain = [int(pk) for pk in self.paths[place].strip("/").split("/")]
        upwards = reversed(chain)
        return next((pk for pk in upwards if pk not in self._departments), chain[0])


class Tally:
    """Numbers of people by (employer, key) and height; `paths` are those of the
    employers that are counted, and nobody counts at another."""

    def __init__(self, paths: dict[int, str]) -> None:
        self.paths = paths
        self._found: dict[tuple[int, Hashable], list[int]] = {}

    def add(self, employer: int, key: Hashable, people: int) -> None:
        """People who count there for every body; nothing for an employer that is not
        counted."""
        for height in self._heights(employer):
            self.add_at(height, employer, key, people)

    def add_at(self, height: int, employer: int, key: Hashable, people: int) -> None:
        """People who count there for the body at a height; nothing for an employer that
        is not counted, or one above that body, which is a department of it then."""
        length = height_of(self.paths.get(employer, "")) + 1
        if height < length:
            found = self._found.setdefault((employer, key), [0] * length)
            found[height] += people

    def runs(self) -> Iterator[tuple[int, Hashable, int, int, int]]:
        """(employer, key, lowest height, highest, people) of all that is not 0."""
        for (employer, key), found in self._found.items():
            for people, heights in groupby(range(len(found)), key=found.__getitem__):
                run = list(heights)
                if people:
                    yield employer, key, run[0], run[-1], people

    def bodies_of(self, places: Iterable[str]) -> set[tuple[int, str]]:
        """(height, path) of every body that is above one of the counted employers and
        one of these paths, or is it."""
        counted = self.paths.values()
        return {
            (height, body_at(path, height))
            for path in counted
            if any(place.startswith(path) for place in places)
            for height in range(height_of(path) + 1)
        }

    def _heights(self, employer: int) -> range:
        return range(height_of(self.paths.get(employer, "")) + 1)
