"""Evidence and history as a page shows them."""

from trainers.domain.facts import Facts
from trainers.enums import Act, State
from trainers.models import StepEvidence


def shown_evidence(facts: Facts) -> list[dict]:
    """What was written down, the latest first, with what was said of it."""
    return [
        {
            "one": one,
            "answer": facts.answer_to(one),
            "record": getattr(one, "rubric_record", None),
            "levels": _levels(one),
        }
        for one in reversed(facts.evidence)
    ]


def shown_history(facts: Facts, *, is_open: bool) -> list[dict]:
    """The steps, the latest first: when, what, by whom; comments for those alone who read
    the evidence."""
    return [
        {
            "at": one.at,
            "act": Act(one.act).label,
            "from": State(one.from_state).label if one.from_state else "",
            "to": State(one.to_state).label,
            "by": one.by,
            "second": one.second,
            "is_system": one.by is None,
            "comment": one.comment if is_open and one.act != Act.SUSPEND else "",
        }
        for one in reversed(facts.transitions)
    ]


def _levels(one: StepEvidence) -> list[tuple[dict, int]]:
    record = getattr(one, "rubric_record", None)
    if record is None:
        return []
    return [
        (criterion["names"], record.levels[criterion["key"]])
        for criterion in record.rubric.criteria
    ]
