"""From which other sites a lesson may show a video, and how it is framed.

A site is added here with care: it learns who watches. Each is asked for its own way of
showing a video with the least tracking.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Provider:
    """`pages` finds the id of a video in the address of its page; `frame` and `page` are
    made from it. `origin` is the one place that the frame comes from."""

    label: str
    pages: re.Pattern[str]
    frame: str
    page: str
    origin: str


@dataclass(frozen=True)
class Embed:
    provider: str
    frame: str
    page: str
    origin: str


PROVIDERS = (
    Provider(
        "YouTube",
        re.compile(
            r"https://(?:(?:www\.|m\.)?youtube\.com/(?:watch\?(?:.*&)?v=|embed/|shorts/)"
            r"|youtu\.be/|www\.youtube-nocookie\.com/embed/)"
            r"(?P<id>[A-Za-z0-9_-]{11})(?:[?&#/].*)?"
        ),
        "https://www.youtube-nocookie.com/embed/{id}?autoplay=1&rel=0",
        "https://www.youtube.com/watch?v={id}",
        "https://www.youtube-nocookie.com",
    ),
    Provider(
        "Vimeo",
        re.compile(
            r"https://(?:www\.|player\.)?vimeo\.com/(?:video/)?(?P<id>\d{6,12})(?:[?#/].*)?"
        ),
        "https://player.vimeo.com/video/{id}?dnt=1&autoplay=1",
        "https://vimeo.com/{id}",
        "https://player.vimeo.com",
    ),
    Provider(
        "Dailymotion",
        re.compile(
            r"https://(?:(?:www\.)?dailymotion\.com/(?:embed/)?video/|dai\.ly/)"
            r"(?P<id>[a-z0-9]{5,12})(?:[?#_].*)?"
        ),
        "https://geo.dailymotion.com/player.html?video={id}",
        "https://www.dailymotion.com/video/{id}",
        "https://geo.dailymotion.com",
    ),
)


def embed_of(address: str) -> Embed | None:
    """How the video at an address is shown; None for a site that is not listed."""
    for provider in PROVIDERS:
        if match := provider.pages.fullmatch(address.strip()):
            number = match["id"]
            return Embed(
                provider=provider.label,
                frame=provider.frame.format(id=number),
                page=provider.page.format(id=number),
                origin=provider.origin,
            )
    return None
