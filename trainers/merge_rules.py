"""What becomes of this app's tables when two accounts are one person's.

Nobody becomes their own judge: what an account signed about one of the two stays with it.
"""

from lms import merging
from lms.merging import Fate, MoveUnlessAbout

PERSON = "accreditation__person"


def declare() -> None:
    """Declare it, once the models are there. Again without effect."""
    # Inside: it needs the models.
    from trainers.domain.attendance.merging import (  # noqa: PLC0415
        join_registrations,
    )
    from trainers.domain.delivery.merging import join_facilitators  # noqa: PLC0415
    from trainers.domain.sessions.merging import join_trainers  # noqa: PLC0415

    # Of two in one programme and language the kept account's goes on.
    merging.register(
        "trainers.Accreditation",
        person=Fate.MOVE_WHERE_FREE,
        lead=MoveUnlessAbout("person"),
        assessor=MoveUnlessAbout("person"),
    )
    for label, fields in (
        ("Transition", ("by", "second")),
        ("StepEvidence", ("made_by", "asked_of")),
        ("SignOff", ("by",)),
        ("Suspension", ("opened_by", "confirmed_by", "ended_by")),
    ):
        for field in fields:
            merging.register(f"trainers.{label}", **{field: MoveUnlessAbout(PERSON)})
    merging.register("trainers.Calibration", person=Fate.MOVE)
    merging.register(
        "trainers.AssessorAppointment",
        person=Fate.MOVE_WHERE_FREE,
        appointed_by=MoveUnlessAbout("person"),
        ended_by=MoveUnlessAbout("person"),
    )
    merging.register(
        "trainers.PriorRecognition",
        person=Fate.MOVE_WHERE_FREE,
        first_by=MoveUnlessAbout("person"),
        second_by=MoveUnlessAbout("person"),
    )
    # Who led and co-facilitated stays who they were.
    merging.register("trainers.TrainingSession", created_by=Fate.MOVE)
    merging.register("trainers.SessionTrainer", person=join_trainers)
    merging.register(
        "trainers.Registration",
        person=join_registrations,
        signed_up_by=Fate.MOVE,
    )
    merging.register("trainers.SessionBlock", held_by=Fate.MOVE)
    # Nobody becomes who said of themselves that they were there.
    merging.register(
        "trainers.AttendanceMark", said_by=MoveUnlessAbout("registration__person")
    )
    merging.register("trainers.PaperSheet", added_by=Fate.MOVE)
    merging.register(
        "trainers.TrainingRequest", made_by=Fate.MOVE, handled_by=Fate.MOVE
    )
    merging.register("trainers.DeliveredGroup", made_by=Fate.MOVE)
    merging.register("trainers.GroupFacilitator", person=join_facilitators)
    merging.register("trainers.GroupMeeting", led_by=Fate.MOVE, written_by=Fate.MOVE)
    merging.register("trainers.ConsentToRegister", person=Fate.MOVE_WHERE_FREE)
    merging.lock_first("trainers.PriorRecognition", "person")
    merging.lock_first("trainers.Accreditation", "person")
