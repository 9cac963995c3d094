"""The modules of a course as the steps of a path."""

from django.template.loader import render_to_string
from django.utils.translation import get_language

from courses.domain import player
from courses.domain.manifest import is_optional
from courses.domain.overlays.weaving import is_local
from courses.domain.progress import Way, national, needed


def path_of(
    way: Way, code: str, *, is_enrolled: bool, gives_certificate: bool
) -> list[dict]:
    """Each step with its title, its state ("done", "now" or "ahead"), how many of its
    activities are done and there, and its "html"."""
    current = way.current
    here = current[0]["key"] if current else None
    shown = {
        "code": code,
        "is_enrolled": is_enrolled,
        "gives_certificate": gives_certificate,
    }
    steps = []
    for number, module in enumerate(way.modules, start=1):
        minutes = way.outline.derived(
            ("minutes", module["key"]), lambda m=module: _minutes(m)
        )
        done = way.done.intersection(minutes)
        state = "ahead"
        if len(done) == len(minutes):
            state = "done"
        elif module["key"] == here:
            state = "now"
        step = {
            "number": number,
            "title": way.text(module["title"]),
            "state": state,
            "done": len(done),
            "total": len(minutes),
        }
        step["html"] = _html(way, module, step, shown, done)
        steps.append(step)
    return steps


def _minutes(module: dict) -> dict[str, int]:
    return {one["key"]: one["minutes"] for one in needed(module) or national(module)}


def _html(way, module, step, shown, done) -> str:
    """Where nothing of a module is done, or all of it, it looks the same to everybody
    who reads this edition; a long course has dozens, so these are rendered once."""

    def render():
        more = {
            "has_begun": bool(way.done),
            "step": step | _more(way, module, shown["code"], done),
        }
        return render_to_string("courses/_path_step.html", shown | more)

    state, number = step["state"], step["number"]
    is_own = 0 < step["done"] < step["total"] or _local(module)
    if state == "now" or is_own:
        return render()
    key = (module["key"], number, state, way.language, get_language())
    return way.outline.derived(("step", *key, *shown.values()), render)


def _more(way, module, code, done) -> dict:
    minutes = _minutes(module)
    return {
        "summary": way.text(module["summary"]),
        "minutes": sum(minutes.values()),
        "minutes_left": sum(minutes[key] for key in minutes.keys() - done),
        "is_sector_module": bool(module["sectors"]),
        "is_optional": is_optional(module),
        "first_url": player.url_of(code, national(module)[0]),
        "local": [
            {
                "title": way.title_of(one),
                "place": one["local"]["place"],
                "url": player.url_of(code, one),
                "is_done": one["key"] in way.done,
            }
            for one in _local(module)
        ],
    }


def _local(module: dict) -> list[dict]:
    return [one for one in module["activities"] if is_local(one)]
