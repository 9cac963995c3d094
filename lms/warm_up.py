"""What every process would load at its first requests, loaded before they part."""

import gc
from collections.abc import Callable
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation

_loads: list[Callable[[], None]] = []


def register(load: Callable[[], None]) -> None:
    """Have `load` called as well: it loads what somebody who sees a page would wait for."""
    if load not in _loads:
        _loads.append(load)


def warm_up() -> None:
    """Load addresses and words of all languages, our templates, the fonts of PDFs, and
    what apps registered.

    Called once by the process that the web server forks its own from: they share the
    memory of all this, and nobody's first page waits for it. No connection stays open.
    """
    for language in dict(settings.LANGUAGES):
        # Activating a language loads its words.
        with translation.override(language):
            reverse("home")
    for name in sorted(_templates()):
        get_template(name)
    # Inside: of all who can register something, only this process makes PDFs for sure.
    from lms import typesetting  # noqa: PLC0415

    typesetting.prepare()
    for load in _loads:
        load()
    connections.close_all()
    # What is here now stays: sorting it through again and again would cost time, and
    # writing to it would end the sharing. Collecting once more tells Python how little
    # is left to sort, so that it sorts often enough.
    gc.collect()
    gc.freeze()
    gc.collect()


def _templates() -> set[str]:
    """Names of the templates of our own apps."""
    ours = Path(settings.BASE_DIR)
    folders = [
        Path(app.path) / "templates"
        for app in apps.get_app_configs()
        if Path(app.path).parent == ours
    ]
    return {
        str(path.relative_to(folder))
        for folder in folders
        for path in folder.rglob("*.html")
    }
