"""Local lessons take their places among the modules of a course. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from courses.enums import Side


@dataclass(frozen=True)
class Layer:
    """What one organisation adds: `items` are activities with a `local` part that says
    where they stand, `switches` are its optional modules, on or off, `vignettes` say
    where they stand themselves."""

    items: Sequence[dict] = ()
    switches: dict[str, bool] = field(default_factory=dict)
    vignettes: Sequence[dict] = ()


def is_local(activity: dict) -> bool:
    """Whether an activity was added by an organisation."""
    return "local" in activity


def woven(
    modules: Sequence[dict], layers: Sequence[Layer], *, whole: Sequence[dict]
) -> list[dict]:
    """The modules with what the layers add, the nearest first; those that are off are
    left out. Nothing that is given is changed.

    A local lesson stands before or after its anchor. Where the course (`whole` are all
    its modules, also those of other sectors) no longer has the anchor, it stands at the
    end of the module the anchor was in, else at the end of the course: it is never
    lost. What belongs to a module that this learner does not do goes with that module.
    """
    if not layers:
        return list(modules)
    shown = [module for module in modules if is_on(module, layers)]
    items = [item for layer in layers for item in layer.items]
    anchors = {a["key"] for module in whole for a in module["activities"]}
    keys = {module["key"] for module in whole}
    beside = [i for i in items if i["local"]["anchor"] in anchors]
    adrift = [i for i in items if i["local"]["anchor"] not in anchors]
    row = [
        module
        | {
            "activities": [
                *_with_neighbours(module["activities"], beside),
                *(i for i in adrift if i["local"]["module"] == module["key"]),
            ]
        }
        for module in shown
    ]
    if row:
        row[-1]["activities"] += [i for i in adrift if i["local"]["module"] not in keys]
    return row


def is_on(module: dict, layers: Iterable[Layer]) -> bool:
    """Whether a module is shown: any that is not optional, and an optional one unless
    the nearest organisation that says something about it has it off."""
    said = (
        layer.switches[module["key"]]
        for layer in layers
        if module["key"] in layer.switches
    )
    return not module.get("optional", False) or next(said, True)


def _with_neighbours(activities: Iterable[dict], items: list[dict]) -> list[dict]:
    row = []
    for activity in activities:
        mine = [i for i in items if i["local"]["anchor"] == activity["key"]]
        row += [i for i in mine if i["local"]["side"] == Side.BEFORE]
        row.append(activity)
        row += [i for i in mine if i["local"]["side"] == Side.AFTER]
    return row


def vignettes_by_lesson(
    layers: Sequence[Layer], *, whole: Sequence[dict], shown: Sequence[dict]
) -> dict[str, list[dict]]:
    """{lesson key: the local vignettes in it}, the nearest first. One whose lesson the
    course no longer has is never lost (`lesson_with`)."""
    found: dict[str, list[dict]] = {}
    for one in (vignette for layer in layers for vignette in layer.vignettes):
        key = lesson_with(one["lesson"], one["module"], whole=whole, shown=shown)
        if key is not None:
            found.setdefault(key, []).append(one)
    return found


def lesson_with(
    lesson: str, module: str, *, whole: Sequence[dict], shown: Sequence[dict]
) -> str | None:
    """The lesson in which a local vignette stands: its own, else the last of the module
    that was in, else the last of those that are shown; None where there is no lesson.
    `whole` are all modules of the course."""
    keys = {activity["key"] for one in whole for activity in one["activities"]}
    if lesson in keys:
        return lesson
    same = [one for one in whole if one["key"] == module]
    return next(iter(_lessons_from_the_end(same)), None) or next(
        iter(_lessons_from_the_end(shown)), None
    )


def _lessons_from_the_end(modules: Sequence[dict]) -> list[str]:
    return [
        activity["key"]
        for module in reversed(modules)
        for activity in reversed(module["activities"])
        if activity["kind"] == "lesson" and not is_local(activity)
    ]


def with_vignettes(
    segments: Sequence[dict], placed: Iterable[tuple[dict, dict]]
) -> list[dict]:
    """The segments of a lesson with those of local vignettes, given as (where it stands,
    segment). One whose block the lesson no longer has stands at the end."""
    placed = list(placed)
    ids = {segment["id"] for segment in segments}
    row = []
    for segment in segments:
        mine = [pair for pair in placed if pair[0]["block"] == segment["id"]]
        row += [one for where, one in mine if where["side"] == Side.BEFORE]
        row.append(segment)
        row += [one for where, one in mine if where["side"] == Side.AFTER]
    return row + [one for where, one in placed if where["block"] not in ids]
