"""What a process remembers of rows that never change, so as not to ask again."""

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from typing import Generic, TypeVar
from weakref import WeakSet

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

# How long something may be shown that has changed since.
SECONDS = 60

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


class RememberedForAMinute(Generic[Key, Value]):
    """What may change, and may be shown for up to `SECONDS` after it did.

    `load` gets keys, as for Remembered. Times are the caller's, so that a test can let
    a minute pass.
    """

    def __init__(
        self, load: Callable[[set[Key]], dict[Key, Value]], *, most: int
    ) -> None:
        self._load = load
        self._remembered = Remembered(self._read, most=most)

    def of(self, key: Key, *, now: datetime) -> Value:
        """The thing of a key, as it was at some time of this minute."""
        return self.of_all([key], now=now)[key]

    def of_all(self, keys: Iterable[Key], *, now: datetime) -> dict[Key, Value]:
        """The same for several, of which those that are missing are loaded at once."""
        minute = int(now.timestamp()) // SECONDS
        found = self._remembered.of((minute, key) for key in keys)
        return {key: value for (_minute, key), value in found.items()}

    def _read(self, held: set[tuple[int, Key]]) -> dict[tuple[int, Key], Value]:
        found = self._load({key for _minute, key in held})
        return {(minute, key): found[key] for minute, key in held}


def forget() -> None:
    """Empty all of this process's memories, for tests that use the same ids again."""
    for memory in list(_all):
        memory.clear()
