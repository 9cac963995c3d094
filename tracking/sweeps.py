"""What this app does again and again, whether or not anything happened."""

from datetime import datetime, timedelta

from lms.background import periodic
from tracking.domain import obligations
from tracking.domain.counts import asking
from tracking.domain.counts import carrying as counting
from tracking.domain.exports import making, regular
from tracking.domain.pickup import following, taking
from tracking.domain.reminders import running, waiting
from tracking.domain.staff import carrying, reading
from tracking.domain.suggestions import telling

FIVE, TEN_MINUTES = timedelta(minutes=5), timedelta(minutes=10)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def schedule() -> None:
    """Have all of it done. Again without effect."""
    for name, sweep, every in (
        ("sweep", obligations.sweep, HOUR),
        ("sweep_staff_lists", carrying.sweep, TEN_MINUTES),
        ("pick_up", _pick_up, FIVE),
        ("forget_picked_up", taking.forget_files, DAY),
        ("forget_staff_lines", reading.forget_lines, DAY),
        ("remind", running.remind, TEN_MINUTES),
        ("remind_by_hand", waiting.resume, TEN_MINUTES),
        ("forget_reminders", running.forget_reminders, DAY),
        ("tell_suggestions", telling.resume, TEN_MINUTES),
        ("forget_suggestions", telling.forget_suggestions, DAY),
        ("resume_exports", making.sweep, TEN_MINUTES),
        ("send_exports", regular.send_due, TEN_MINUTES),
        ("forget_exports", making.forget_files, HOUR),
        ("close_days", asking.close_days, TEN_MINUTES),
        ("resume_counts", counting.sweep, TEN_MINUTES),
        ("forget_counts", asking.forget_counts, DAY),
    ):
        periodic.register(f"tracking.{name}", sweep, every=every)


def _pick_up(now: datetime) -> int:
    return taking.take_files(now) + following.follow(now)
