"""What every process would load at its first requests, loaded before they part."""

import gc
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation

from lms import pdf


def warm_up() -> None:
    """Load addresses and words of all languages, our templates, and the fonts of PDFs.

    Called once by the process that the web server forks its own from: they share the
    memory of all this, and nobody's first page waits for it. No connection stays open.
    """
    for language in dict(settings.LANGUAGES):
        # Activating a language loads its words.
        with translation.override(language):
            reverse("home")
    for name in sorted(_templates()):
        get_template(name)
    pdf.prepare()
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
