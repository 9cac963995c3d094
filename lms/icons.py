"""Where the icons are: in one sprite, whose address changes with every release of it.

Text that is kept for years must not hold such an address. `frozen_icons` renders with
a mark in its place, and `thaw_icons` puts today's address where the mark is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.templatetags.static import static

SPRITE = "lms/icons/icons.svg"
# No path of a site begins like this, and no author can write it: `use` is not allowed
# in rich text.
MARK = "icons:sprite"

_frozen: ContextVar[bool] = ContextVar("frozen_icons", default=False)
_address: dict[str, str] = {}


def sprite_url() -> str:
    """Address of the sprite; the mark while `frozen_icons` is in force."""
    if _frozen.get():
        return MARK
    # Asked for dozens of times a page; the answer changes only with the release.
    if SPRITE not in _address:
        _address[SPRITE] = static(SPRITE)
    return _address[SPRITE]


@contextmanager
def frozen_icons() -> Iterator[None]:
    """What is rendered inside holds the mark instead of an address."""
    token = _frozen.set(True)
    try:
        yield
    finally:
        _frozen.reset(token)


def thaw_icons(html: str) -> str:
    """Kept text with today's address of the sprite."""
    return html.replace(f'href="{MARK}#', f'href="{sprite_url()}#')
