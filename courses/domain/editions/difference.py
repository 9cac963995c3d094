"""What is different between two editions of a course, or its last one and what is
prepared: pure, over outlines and hashes of contents. The words of one activity are
compared in courses.domain.editions.wording."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum

from courses.domain.editions.comparing import Hashes


class Fate(StrEnum):
    """What became of a module or an activity."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class Side:
    """One of the two that are compared."""

    outline: dict
    languages: tuple[str, ...]
    hashes: Hashes

    @property
    def activities(self) -> dict[str, dict]:
        return {
            activity["key"]: activity
            for module in self.outline["modules"]
            for activity in module["activities"]
        }


@dataclass(frozen=True)
class ActivityChange:
    """One activity on both sides; `old` or `new` is None where it is not there.

    `texts` are the languages in which what it says differs, and `came` those in which
    it can be read now and could not before.
    """

    fate: Fate
    old: dict | None
    new: dict | None
    is_moved: bool = False
    from_module: dict | None = None  # Where it was, if in another module.
    renamed: dict[str, tuple[str, str]] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    came: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return self._shown["key"]

    @property
    def kind(self) -> str:
        return self._shown["kind"]

    @property
    def title(self) -> dict[str, str]:
        return self._shown["title"]

    @property
    def minutes(self) -> tuple[int, int] | None:
        """(before, now) where the planned time differs."""
        return _pair(self.old, self.new, "minutes")

    @property
    def rules(self) -> tuple[dict, dict] | None:
        """(before, now) where what holds in every language differs."""
        return _pair(self.old, self.new, "rules")

    @property
    def _shown(self) -> dict:
        return self.new or self.old


@dataclass(frozen=True)
class ModuleChange:
    """One module on both sides, with those of its activities that differ."""

    fate: Fate
    old: dict | None
    new: dict | None
    is_moved: bool = False
    renamed: dict[str, tuple[str, str]] = field(default_factory=dict)
    texts: tuple[str, ...] = ()  # Languages in which summary or objectives differ.
    activities: tuple[ActivityChange, ...] = ()

    @property
    def key(self) -> str:
        return (self.new or self.old)["key"]

    @property
    def title(self) -> dict[str, str]:
        return (self.new or self.old)["title"]

    @property
    def sectors(self) -> tuple[list[str], list[str]] | None:
        """(before, now) where it is for others."""
        return _pair(self.old, self.new, "sectors")


@dataclass(frozen=True)
class Difference:
    """All that differs; modules and activities that do not are left out."""

    languages_added: tuple[str, ...]
    languages_removed: tuple[str, ...]
    texts: tuple[str, ...]  # Languages in which the course's own texts differ.
    modules: tuple[ModuleChange, ...]

    @property
    def activities(self) -> list[ActivityChange]:
        return [change for module in self.modules for change in module.activities]

    def __bool__(self) -> bool:
        return bool(
            self.languages_added or self.languages_removed or self.texts or self.modules
        )


def difference_of(old: Side, new: Side) -> Difference:
    """Compare two sides, module by module in the order of the new one; what was removed
    stands at the end."""
    shared = tuple(code for code in new.languages if code in old.languages)
    old_modules = {module["key"]: module for module in old.outline["modules"]}
    new_modules = {module["key"]: module for module in new.outline["modules"]}
    moved = moved_of(list(old_modules), list(new_modules))
    activities = _activity_changes(old, new, shared)
    modules = [
        _module_change(
            old_modules.get(key),
            new_modules.get(key),
            is_moved=key in moved,
            shared=shared,
            activities=tuple(activities.get(key, ())),
        )
        for key in [*new_modules, *(old_modules.keys() - new_modules.keys())]
    ]
    return Difference(
        languages_added=tuple(c for c in new.languages if c not in old.languages),
        languages_removed=tuple(c for c in old.languages if c not in new.languages),
        texts=_texts(
            old.outline["course"], new.outline["course"], shared, tuple(TEXTS_OF_COURSE)
        ),
        modules=tuple(m for m in modules if m.fate != Fate.SAME or m.activities),
    )


def moved_of(old: list[Hashable], new: list[Hashable]) -> set[Hashable]:
    """What is on both sides and has changed its place among the others: as few as
    explain the new order."""
    common = set(old) & set(new)
    before = [key for key in old if key in common]
    now = [key for key in new if key in common]
    matcher = SequenceMatcher(None, before, now, autojunk=False)
    stayed = {
        key
        for block in matcher.get_matching_blocks()
        for key in now[block.b : block.b + block.size]
    }
    return common - stayed


TEXTS_OF_COURSE = ("title", "summary", "outcomes")
TEXTS_OF_MODULE = ("summary", "objectives")


def _module_change(old, new, *, is_moved, shared, activities) -> ModuleChange:
    if old is None or new is None:
        fate = Fate.ADDED if old is None else Fate.REMOVED
        return ModuleChange(fate, old, new, activities=activities)
    change = ModuleChange(
        Fate.CHANGED,
        old,
        new,
        is_moved=is_moved,
        renamed=_renamed(old, new, shared),
        texts=_texts(old, new, shared, TEXTS_OF_MODULE),
        activities=activities,
    )
    if is_moved or change.renamed or change.texts or change.sectors:
        return change
    return ModuleChange(Fate.SAME, old, new, activities=activities)


def _activity_changes(old: Side, new: Side, shared) -> dict[str, list[ActivityChange]]:
    """{module key: what differs in it}; removed ones stand in the module they were in."""
    before, now = old.activities, new.activities
    home_before = _homes(old)
    home_now = _homes(new)
    # Within a module: an activity that changed its module has moved in any case.
    moved = {
        key
        for module in new.outline["modules"]
        for key in moved_of(
            [k for k in before if home_before[k]["key"] == module["key"]],
            [a["key"] for a in module["activities"]],
        )
    }
    found: dict[str, list[ActivityChange]] = {}
    for key, activity in now.items():
        home = home_now[key]
        was = home_before.get(key, home)
        change = _activity_change(
            before.get(key),
            activity,
            is_moved=key in moved or was["key"] != home["key"],
            from_module=was if was["key"] != home["key"] else None,
            sides=(old, new),
            shared=shared,
        )
        if change.fate != Fate.SAME:
            found.setdefault(home["key"], []).append(change)
    for key in before.keys() - now.keys():
        found.setdefault(home_before[key]["key"], []).append(
            ActivityChange(Fate.REMOVED, before[key], None)
        )
    return found


def _activity_change(
    old, new, *, is_moved, from_module, sides: tuple[Side, Side], shared
) -> ActivityChange:
    if old is None:
        return ActivityChange(Fate.ADDED, None, new)
    key = new["key"]
    held, holds = (side.hashes for side in sides)
    change = ActivityChange(
        Fate.CHANGED,
        old,
        new,
        is_moved=is_moved,
        from_module=from_module,
        renamed=_renamed(old, new, shared),
        texts=tuple(c for c in shared if held[key, c] != holds[key, c]),
    )
    differs = (
        is_moved or change.renamed or change.texts or change.minutes or change.rules
    )
    return change if differs else ActivityChange(Fate.SAME, old, new)


def _homes(side: Side) -> dict[str, dict]:
    return {
        activity["key"]: module
        for module in side.outline["modules"]
        for activity in module["activities"]
    }


def _renamed(old: dict, new: dict, languages) -> dict[str, tuple[str, str]]:
    return {
        code: (old["title"][code], new["title"][code])
        for code in languages
        if old["title"][code] != new["title"][code]
    }


def _texts(old: dict, new: dict, languages, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(
        code
        for code in languages
        if any(old[name].get(code) != new[name].get(code) for name in names)
    )


def _pair(old: dict | None, new: dict | None, name: str) -> tuple | None:
    if old is None or new is None or old[name] == new[name]:
        return None
    return old[name], new[name]
