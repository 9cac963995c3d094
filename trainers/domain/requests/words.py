"""What a plan says to people, in the active language: names, reasons, warnings."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from lms.texts import in_a_sentence
from trainers.domain.requests.catalogue import Offer
from trainers.domain.requests.plans import Caution, Plan, Reason, Step, Warned

OFFERS = {
    "KICK-OFF": gettext_lazy(
        "Kick-off with the superiors of those who become trainers"
    ),
    "CL": gettext_lazy(
        "Base course Frontline Prevention, with the module of the sector"
    ),
    "CLR": gettext_lazy("Refresher Frontline Prevention"),
    "CLW": gettext_lazy("Workshop Frontline Prevention"),
    "TT": gettext_lazy("Training of trainers Frontline Prevention, three days"),
    "T5-T6": gettext_lazy(
        "Two sessions beside an accredited trainer, and one observed"
    ),
    "BU": gettext_lazy("BOUNCEup, training of trainers, days one to three"),
    "BU4": gettext_lazy("BOUNCEup, return day"),
    "BYT": gettext_lazy("Course for those who lead BOUNCEyoung"),
    "BY": gettext_lazy("BOUNCEyoung, ten sessions for a group of young people"),
    "BA": gettext_lazy("BOUNCEalong, three meetings for parents and carers"),
    "INT": gettext_lazy("Intervision group"),
    "CLR-24": gettext_lazy("Refresher before the certificate ends"),
}

REASONS = {
    Reason.SUPERIORS_FIRST: gettext_lazy(
        "Trainers run more groups where their superiors have promised time beforehand."
    ),
    Reason.NOTHING_YET: gettext_lazy(
        "These colleagues have done nothing yet, and everything else builds on this."
    ),
    Reason.CANDIDATES_NEED_BASE: gettext_lazy(
        "Who becomes a trainer holds the base course first."
    ),
    Reason.LONG_AGO: gettext_lazy(
        "A base course counts for two years; after that a refresher says what changed."
    ),
    Reason.PRACTISE_TOGETHER: gettext_lazy(
        "Sectors practise together what each has learned: observing without judging, "
        "and who can help locally."
    ),
    Reason.CELL_NEEDS_WORKSHOP: gettext_lazy(
        "Who coordinates prevention or sits in local consultation needs the workshop."
    ),
    Reason.OWN_FRONTLINE: gettext_lazy(
        "You want trainers of your own for colleagues; they learn to give the workshop."
    ),
    Reason.OWN_BOUNCE: gettext_lazy(
        "You want trainers of your own; only who has done BOUNCEup opens a group of "
        "young people or parents."
    ),
    Reason.NO_BOUNCE_TRAINER: gettext_lazy(
        "Only who has done BOUNCEup opens a group of young people or parents, and in "
        "this language there is nobody yet."
    ),
    Reason.BESIDE_A_LEAD: gettext_lazy(
        "New trainers stand beside an accredited one before they lead themselves."
    ),
    Reason.KNOW_THE_SERIES: gettext_lazy(
        "Who leads young people knows the ten sessions, their order and the limits."
    ),
    Reason.YOUNG_GROUPS: gettext_lazy(
        "You plan groups of young people; the sessions build on one another."
    ),
    Reason.PARENT_GROUPS: gettext_lazy(
        "You want to support parents and carers; anybody can come, without an exam."
    ),
    Reason.COME_BACK: gettext_lazy(
        "Trainers come back with what went well and what did not."
    ),
    Reason.PEERS: gettext_lazy(
        "People with comparable jobs keep up by questions from one another."
    ),
    Reason.KEEP_VALID: gettext_lazy(
        "A certificate counts for two years; the refresher renews it."
    ),
}

CAUTIONS = {
    Caution.NO_TRAINER: gettext_lazy(
        "No trainer for %(language)s is accredited during the whole period for: "
        "%(trainings)s."
    ),
    Caution.TOO_MANY_HOURS: gettext_lazy(
        "This takes up to %(number)s hours per person, more than can be freed. Plan a "
        "longer period or fewer things at once."
    ),
    Caution.TOO_MANY_TRAINER_HOURS: gettext_lazy(
        "Becoming a trainer takes up to %(number)s hours, more than can be freed per "
        "person. It needs a promise of the superior."
    ),
    Caution.NO_HOURS_FOR_WORKSHOP: gettext_lazy(
        "The workshop is left out for %(number)s people: there are no hours for it "
        "beside the base course."
    ),
    Caution.GROUP_TOO_SMALL: gettext_lazy(
        "%(trainings)s: too few people for a group of %(least)s (%(numbers)s). Form one "
        "with other municipalities."
    ),
    Caution.NO_PLACE: gettext_lazy(
        "There is no place for a group; ask a neighbouring municipality. It is needed "
        "for: %(trainings)s."
    ),
    Caution.NOT_ONLINE: gettext_lazy(
        "This is done in a room together, not online: %(trainings)s."
    ),
    Caution.AFTER_THE_PERIOD: gettext_lazy(
        "%(trainings)s: this comes after the period, from %(day)s. Plan it now all the "
        "same."
    ),
    Caution.OUTSIDE_REGIME: gettext_lazy(
        "Training for %(language)s can be offered, but not assigned: your organisation "
        "does not work in this language by law."
    ),
}


def name_of(offer: Offer) -> str:
    return str(OFFERS[offer.code])


def reason_of(step: Step) -> str:
    return str(REASONS[step.reason])


def duration_of(offer: Offer) -> str:
    """Hours and minutes, such as "4 h 45 min"."""
    hours, minutes = divmod(offer.minutes, 60)
    if not hours:
        return pgettext("duration", "%(minutes)s min") % {"minutes": minutes}
    if not minutes:
        return _("%(hours)s h") % {"hours": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}


def when_of(step: Step, plan: Plan) -> str:
    """After which step it comes, and how long after."""
    names = [one.offer.code for one in plan.steps]
    if not step.after:
        return _("From the beginning")
    values = {
        "number": names.index(step.after) + 1,
        "least": step.wait.least,
        "most": step.wait.most,
    }
    if step.wait.most is None:
        return _("After step %(number)s") % values
    if not step.wait.least:
        return _("Within %(most)s months after step %(number)s") % values
    return _("%(least)s to %(most)s months after step %(number)s") % values


def groups_of_part(sizes: tuple) -> str:
    """How many groups, and how large: "2 groups, of 11 and 10"."""
    number = len(sizes)
    said = ngettext("%(number)s group", "%(number)s groups", number) % {
        "number": number
    }
    if None in sizes:
        return said
    low, high = min(sizes), max(sizes)
    if low == high:
        return _("%(groups)s of %(size)s") % {"groups": said, "size": low}
    return _("%(groups)s of %(low)s to %(high)s") % {
        "groups": said,
        "low": low,
        "high": high,
    }


def warnings_of(plan: Plan) -> list[str]:
    """A sentence for each thing to look out for; what is alike of several steps or
    languages is said once."""
    alike: dict[tuple, list[Warned]] = {}
    for one in plan.warnings:
        alike.setdefault((one.caution, *_said_apart(one)), []).append(one)
    return [_sentence(found, plan) for found in alike.values()]


def _said_apart(one: Warned) -> tuple[str, ...]:
    if one.caution == Caution.NO_TRAINER:
        return (one.language,)
    if one.caution in (Caution.NO_PLACE, Caution.NOT_ONLINE):
        return ()
    return (one.step, "" if one.step else one.language)


def _sentence(found: list[Warned], plan: Plan) -> str:
    steps = {one.offer.code: one for one in plan.steps}
    first = found[0]
    step = steps.get(first.step)
    trainings = [name_of(steps[one.step].offer) for one in found if one.step in steps]
    numbers = [
        _("%(language)s: %(number)s")
        % {"language": in_a_sentence(one.language), "number": one.number}
        for one in found
        if one.language
    ]
    return str(CAUTIONS[first.caution]) % {
        "trainings": "; ".join(dict.fromkeys(trainings)),
        "numbers": ", ".join(numbers),
        "language": in_a_sentence(first.language) if first.language else "",
        "number": first.number,
        "least": step.offer.least if step else 0,
        "day": date_format(step.earliest, "DATE_FORMAT") if step else "",
    }
