"""What this app does again and again, whether or not anything happened."""

from datetime import timedelta

from lms.background import periodic
from trainers.domain import periods, recognising, sweeps
from trainers.domain.attendance import blocks, following, sheets, walk_ins, weighing
from trainers.domain.implementation import reminding
from trainers.domain.report import beforehand
from trainers.domain.sessions import mailing, publishing, registering

FIVE, HOUR, DAY = timedelta(minutes=5), timedelta(hours=1), timedelta(days=1)


def schedule() -> None:
    """Have all of it done. Again without effect."""
    for name, sweep, every in (
        ("lapse", sweeps.lapse, FIVE),
        ("fall_due", sweeps.fall_due, FIVE),
        ("follow_corrections", periods.follow_corrections, FIVE),
        ("remind", sweeps.remind, HOUR),
        ("remind_of_reviews", sweeps.remind_of_reviews, HOUR),
        ("remind_of_sessions", mailing.remind, HOUR),
        ("remind_of_follow_ups", reminding.remind_of_follow_ups, HOUR),
        ("follow_leads", publishing.follow_leads, FIVE),
        ("hold_blocks", blocks.hold_all_begun, FIVE),
        ("weigh_attendance", weighing.weigh_all, FIVE),
        ("follow_attendance", following.follow_all, HOUR),
        ("count_given", beforehand.count_given, FIVE),
        ("claim_by_badge", walk_ins.claim_by_badge, DAY),
        ("forget_sheets", sheets.forget_sheets, DAY),
        ("forget_guests", registering.forget_guests, DAY),
        ("forget_proofs", recognising.forget_proofs, DAY),
    ):
        periodic.register(f"trainers.{name}", sweep, every=every)
