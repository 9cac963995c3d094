"""What this app does again and again, whether or not anything happened."""

from datetime import timedelta

from interop.domain.directory import catching_up
from interop.domain.directory.forgetting import forget
from interop.domain.directory.waiting import sweep
from lms.background import periodic


def schedule() -> None:
    """Have all of it done. Again without effect."""
    periodic.register("interop.follow_groups", sweep, every=timedelta(minutes=10))
    periodic.register(
        "interop.adopt_members", catching_up.sweep, every=timedelta(days=1)
    )
    periodic.register("interop.forget_directories", forget, every=timedelta(days=1))
