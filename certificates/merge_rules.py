"""What becomes of this app's tables when two accounts are one person's."""

from django.utils.translation import gettext_lazy as _

from certificates.domain.merging import (
    certificates_in_words,
    move_recognitions,
    reattribute,
)
from lms import merging
from lms.merging import Fate, MoveUnlessAbout


def declare() -> None:
    """Declare it, once the models are there. Again without effect."""
    merging.register("certificates.Certificate", holder=reattribute)
    merging.register(
        "certificates.Recognition",
        user=move_recognitions,
        asked_by=Fate.MOVE,
    )
    # Nobody decides on what they asked for, nor twice: what would say so stays with the
    # account that did it.
    merging.register(
        "certificates.AwardRun",
        asked_by=Fate.MOVE_WHERE_FREE,
        decided_by=Fate.MOVE_WHERE_FREE,
        mailed_by=Fate.MOVE,
    )
    for label, field in (("AwardRunRow", "user"), ("EditionChange", "decided_by")):
        merging.register(f"certificates.{label}", **{field: Fate.MOVE_WHERE_FREE})
    for label, field, person in (
        ("Appeal", "closed_by", "event__certificate__holder"),
        ("CertificateEvent", "by", "certificate__holder"),
        ("CorrectionRequest", "decided_by", "certificate__holder"),
        ("RecognitionDecision", "by", "recognition__user"),
    ):
        merging.register(f"certificates.{label}", **{field: MoveUnlessAbout(person)})
    merging.register(
        "certificates.OldList", asked_by=Fate.MOVE, undo_asked_by=Fate.MOVE
    )
    # Nobody decides on what is about them, or on what they brought.
    merging.register(
        "certificates.OldLine",
        user=Fate.MOVE_WHERE_FREE,
        brought_by=Fate.MOVE_WHERE_FREE,
        decided_by=Fate.MOVE_WHERE_FREE,
    )
    for label, field in (
        ("RegisterChange", "made_by"),
        ("SignatoryChange", "made_by"),
    ):
        merging.register(f"certificates.{label}", **{field: Fate.MOVE})
    merging.lock_first("certificates.Recognition", "user")
    merging.lock_first("certificates.Certificate", "holder")
    merging.compare_by(_("Certificates"), certificates_in_words)
