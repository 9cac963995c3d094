"""What the content admin shows of courses, a file for each subject.

Wagtail reads this package; each file registers its own addresses, menu items and hooks.
"""

# First: the screens would make policies of their own.
from courses.wagtail_hooks import policies  # isort: skip
from courses.wagtail_hooks import (
    buttons,
    checklist,
    desk,
    facts,
    feedback,
    in_use,
    languages,
    overlays,
    pictures,
    release,
    reviewing,
    saving,
    screens,
    terms,
)

__all__ = [
    "buttons",
    "checklist",
    "desk",
    "facts",
    "feedback",
    "in_use",
    "languages",
    "overlays",
    "pictures",
    "policies",
    "release",
    "reviewing",
    "saving",
    "screens",
    "terms",
]
