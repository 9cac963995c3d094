"""What this app does again and again, whether or not anything happened."""

from datetime import datetime, timedelta

from certificates.domain import award, mailing, proofs
from certificates.domain.appeals.reading import forget_statements
from certificates.domain.bulk import carrying as bulk
from certificates.domain.bulk.reading import forget_addresses
from certificates.domain.editions import carrying as editions
from certificates.domain.old import carrying as old
from certificates.domain.old.reading import forget_old_lines
from certificates.domain.oversight import reminding, signatories
from certificates.domain.sealing import keeping
from lms.background import periodic

MINUTE, FIVE, DAY = timedelta(minutes=1), timedelta(minutes=5), timedelta(days=1)


def schedule() -> None:
    """Have all of it done. Again without effect."""
    for name, sweep, every in (
        ("sweep", award.sweep, MINUTE),
        ("signatories", signatories.apply_due, MINUTE),
        ("seal", keeping.sweep, FIVE),
        ("editions", editions.sweep, FIVE),
        ("mail", mailing.sweep, FIVE),
        ("runs", _resume, FIVE),
        ("old_lists", old.sweep, FIVE),
        ("forget_old_lines", forget_old_lines, DAY),
        ("forget_addresses", forget_addresses, DAY),
        ("forget_proofs", proofs.forget_proofs, DAY),
        ("forget_statements", forget_statements, DAY),
        ("remind", reminding.remind_of_decisions, DAY),
    ):
        periodic.register(f"certificates.{name}", sweep, every=every)


def _resume(now: datetime) -> int:
    return bulk.sweep(now) + mailing.resume_mails(now)
