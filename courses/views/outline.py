"""The outline beside a lesson: the parts of a course, each with a link."""

from collections.abc import Callable, Iterable

from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from courses.domain import player
from courses.domain.manifest import is_optional
from courses.domain.overlays.weaving import is_local
from courses.domain.player import Place
from courses.domain.progress import Way

# Up to this many activities an outline shows all of them: more is a long page for a
# phone, and nobody looks for lesson 300 in it.
WHOLE_OUTLINE = 80


def outline_of_place(code: str, place: Place) -> SafeString:
    """The parts of the way, each with a link and whether it is done. Of a long course,
    modules other than the present one are one link each: to where one goes on in it."""
    way, here_in = place.way, place.module["key"]
    is_long = len(way.activities) > WHOLE_OUTLINE
    here = place.activity["key"]
    return _together(
        _one_link(code, way, module)
        if is_long and module["key"] != here_in
        else _module(
            way,
            module,
            links=[_link(code, way, a, here) for a in module["activities"]],
        )
        for module in way.modules
    )


def outline_of_way(way: Way, *, url: Callable[[dict], str], here: str) -> SafeString:
    """The same of a way that nobody has begun, with addresses of one's own."""
    return _together(
        _module(
            way,
            module,
            links=[
                _shown(way, a, url=url(a), is_done=False, is_here=a["key"] == here)
                for a in module["activities"]
            ],
        )
        for module in way.modules
    )


def _together(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _module(
    way: Way, module: dict, *, links: Iterable[str] = (), url: str = ""
) -> SafeString:
    return render_to_string(
        "courses/player/_outline_module.html",
        {
            "title": way.text(module["title"]),
            "is_optional": is_optional(module),
            "links": links,
            "url": url,
        },
    )


def _one_link(code: str, way: Way, module: dict) -> SafeString:
    following = _next_in(module, way)

    def render() -> SafeString:
        return _module(way, module, url=player.url_of(code, following))

    if is_local(following):
        return render()
    # Dozens on every page, and the same for everybody who is as far.
    return way.outline.derived(
        (
            "module link",
            code,
            module["key"],
            following["key"],
            way.language,
            get_language(),
        ),
        render,
    )


def _next_in(module: dict, way: Way) -> dict:
    """What is open in a module; its beginning where all of it is done."""
    activities = module["activities"]
    ahead = (one for one in activities if one["key"] not in way.done)
    return next(ahead, activities[0])


def _link(code: str, way: Way, activity: dict, here: str) -> SafeString:
    # Dozens on every page, and the same for everybody: rendered once.
    is_done, is_here = activity["key"] in way.done, activity["key"] == here
    state = (is_done, is_here, get_language(), way.language_of(activity))
    edition = activity["local"]["edition"] if is_local(activity) else None
    return way.outline.derived(
        ("outline link", code, activity["key"], edition, *state),
        lambda: _shown(
            way,
            activity,
            url=player.url_of(code, activity),
            is_done=is_done,
            is_here=is_here,
        ),
    )


def _shown(
    way: Way, activity: dict, *, url: str, is_done: bool, is_here: bool
) -> SafeString:
    return render_to_string(
        "courses/player/_outline_link.html",
        {
            "title": way.title_of(activity),
            "added_by": activity["local"]["place"] if is_local(activity) else "",
            "kind": activity["kind"],
            "minutes": activity["minutes"],
            "url": url,
            "is_done": is_done,
            "is_here": is_here,
        },
    )
