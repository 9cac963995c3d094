"""Local lessons take their places among the modules of a course. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from courses.enums import Side


@dataclass(frozen=True)
class Layer:
    """What one organisation adds: `items` are activities with a `local` part that says
    where they stand, `switches` are its optional modules, on or off."""

    items: Sequence[dict] = ()
    switches: dict[str, bool] = field(default_factory=dict)


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
