"""People without an e-mail address, and letters for them whose codes a test knows."""

from types import SimpleNamespace
from unittest.mock import patch

from organisations.domain.letters import making
from organisations.enums import LetterLayout
from organisations.models import LetterRun, Membership
from tests.factories.organisations import MembershipFactory, UserFactory

CODE = "7K3MQ2X5RT9W"


def without_address(organisation, badge_number="P-1", **facts) -> Membership:
    """Somebody who learns at an organisation and has a badge number alone."""
    facts = {"printed_name": "Dora De Wit"} | facts
    user = UserFactory(email=None, **facts)
    return MembershipFactory(
        user=user, organisation=organisation, badge_number=badge_number
    )


def make_run(organisation, *, actor, now, codes=None, **asked) -> LetterRun:
    """Letters that were made, with these codes in the order of the people's names."""
    asked = {"layout": LetterLayout.CARDS} | asked
    given = iter(codes or [])
    no_worker = SimpleNamespace(enqueue=lambda run_id: None)
    with (
        patch.object(making, "make_letters", no_worker),
        patch.object(making, "make_code", lambda: next(given, CODE)),
    ):
        run = making.ask_for_letters(organisation, actor=actor, now=now, **asked)
        making.work_on(run.pk, clock=lambda: now)
    run.refresh_from_db()
    return run
