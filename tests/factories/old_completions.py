"""Lists of old completions, brought and decided on without a worker."""

from types import SimpleNamespace
from unittest.mock import patch

from certificates.domain.old import asking, carrying
from certificates.models import OldList
from tests.factories.awards import NOW

HEADINGS = ("e-mail", "badge number", "course", "date", "proof", "reference")
ATTENDED = ("attendance list", "AL-2011/034")


def file_of(*lines, headings=HEADINGS) -> bytes:
    return "\n".join(";".join(cells) for cells in (headings, *lines)).encode()


def bring_old(organisation, *lines, actor, now=NOW, **asked) -> OldList:
    """A list that was looked at."""
    asked = {"given_by": "Police academy"} | asked
    with no_worker():
        run = asking.bring_old_list(
            organisation, file_of(*lines), actor=actor, now=now, **asked
        )
    return settled(run, now=now)


def decided(run, *, actor, now=NOW, is_recognised=True, lines=None) -> OldList:
    """Asked for where it was not yet, and decided."""
    with no_worker():
        asking.ask_for_recognition(run, actor=run.asked_by, now=now)
        asking.decide(
            run, is_recognised=is_recognised, lines=lines, actor=actor, now=now
        )
    return settled(run, now=now)


def undone(run, *, actor, now=NOW) -> OldList:
    with no_worker():
        asking.take_back(run, actor=actor, now=now)
    return settled(run, now=now)


def settled(run, *, now=NOW) -> OldList:
    """All that the worker would do now."""
    carrying.work_on(run.pk, clock=lambda: now)
    run.refresh_from_db()
    return run


def no_worker():
    return patch.object(
        asking, "carry_old_list", SimpleNamespace(enqueue=lambda pk: None)
    )


def states(run) -> list[str]:
    return list(run.rows.order_by("line").values_list("state", flat=True))
