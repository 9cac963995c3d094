"""What a process remembers of rows that never change, so as not to ask again."""

from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar
from weakref import WeakSet

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

_all: WeakSet["Remembered"] = WeakSet()


class Remembered(Generic[Key, Value]):
    """Things by key, at most `most` of them; when full it starts again from nothing.

    Only for what never changes once it is written. Everybody in the process gets the
    same object: treat it as read-only.
    """

    def __init__(
        self, load: Callable[[set[Key]], dict[Key, Value]], *, most: int
    ) -> None:
        self._load = load
        self._most = most
        self._held: dict[Key, Value] = {}
        _all.add(self)

    def of(self, keys: Iterable[Key]) -> dict[Key, Value]:
        """{key: thing}, loading what is missing at once. Unknown keys are left out."""
        wanted = set(keys)
        found = {key: self._held[key] for key in wanted if key in self._held}
        if missing := wanted - found.keys():
            loaded = self._load(missing)
            if len(self._held) + len(loaded) > self._most:
                self._held.clear()
            self._held.update(loaded)
            found.update(loaded)
        return found

    def clear(self) -> None:
        self._held.clear()


def forget() -> None:
    """Empty all of this process's memories, for tests that use the same ids again."""
    for memory in list(_all):
        memory.clear()
