"""Plans by hand: small and large municipalities, in Dutch, French and German."""

from datetime import date

import pytest

from tests.factories.requests import needs, staff
from trainers.domain.requests import words
from trainers.domain.requests.catalogue import BOUNCE, FRONTLINE
from trainers.domain.requests.grouping import groups_of, shared
from trainers.domain.requests.plans import Caution, Reason
from trainers.domain.requests.recommending import recommend
from trainers.domain.requests.rules import RULES, Facts
from trainers.enums import Held, Venue, Want

EVERYWHERE = Facts(
    {(one, code): 2 for one in (FRONTLINE, BOUNCE) for code in ("nl", "fr", "de")}
)
NOBODY = Facts()


def plan_of(facts=EVERYWHERE, **changes):
    return recommend(needs(**changes), trainers=facts)


def codes(plan):
    return [one.offer.code for one in plan.steps]


def step(plan, code):
    return next(one for one in plan.steps if one.offer.code == code)


def cautions(plan):
    return [one.caution for one in plan.warnings]


def test_a_town_hall_that_begins_has_the_base_course_and_two_workshops():
    plan = plan_of()
    assert codes(plan) == ["CL", "CLW"]
    [part] = step(plan, "CLW").parts
    assert (part.language, part.sizes, part.available) == ("nl", (20, 20), 2)
    assert step(plan, "CLW").after == "CL"
    assert step(plan, "CLW").trainers == 2
    assert plan.minutes == 285 + 180
    assert plan.warnings == ()


def test_a_small_municipality_is_told_to_join_others():
    plan = plan_of(staff=(staff("MUN", 5),), speakers=(("fr", 5),))
    [warned] = plan.warnings
    assert warned.caution == Caution.GROUP_TOO_SMALL
    assert (warned.step, warned.language, warned.number) == ("CLW", "fr", 5)
    assert step(plan, "CLW").parts[0].sizes == (5,)


def test_a_large_one_has_groups_in_each_language_by_the_shares():
    plan = plan_of(
        staff=(staff("POL", 120), staff("MUN", 80), staff("SOC", 50)),
        speakers=(("nl", 150), ("fr", 75), ("de", 25)),
    )
    sizes = {one.language: one.sizes for one in step(plan, "CLW").parts}
    assert {one: sum(of) for one, of in sizes.items()} == {
        "nl": 150,
        "fr": 75,
        "de": 25,
    }
    assert sizes["nl"] == (19,) * 6 + (18,) * 2
    assert sizes["fr"] == (19, 19, 19, 18)
    assert sizes["de"] == (13, 12)
    assert step(plan, "CLW").sectors == ("POL", "MUN", "SOC")
    assert step(plan, "CLW").trainers == 6


def test_who_holds_the_base_course_goes_to_the_workshop_alone():
    plan = plan_of(staff=(staff("POL", 16, Held.BASE), staff("MUN", 10)))
    assert step(plan, "CL").sectors == ("MUN",)
    assert step(plan, "CL").people == 10
    assert step(plan, "CLW").people == 26


def test_who_did_it_long_ago_has_the_refresher():
    plan = plan_of(staff=(staff("EDU", 12, Held.LONG_AGO),), speakers=(("de", 12),))
    assert codes(plan) == ["CLR", "CLW"]
    assert step(plan, "CLW").after == "CLR"


def test_who_has_done_everything_needs_nothing_now():
    plan = plan_of(staff=(staff("MUN", 12, Held.WORKSHOP),))
    assert plan.steps == ()
    assert plan.minutes == 0


def test_the_workshop_is_left_out_without_hours_and_that_is_said():
    plan = plan_of(hours=5)
    assert codes(plan) == ["CL"]
    [warned] = plan.warnings
    assert warned.caution == Caution.NO_HOURS_FOR_WORKSHOP
    assert warned.number == 40


def test_coordinators_go_to_the_workshop_whatever_the_hours_are():
    plan = plan_of(staff=(staff("MUN", 10), staff("COO", 8)), hours=5)
    assert step(plan, "CLW").sectors == ("COO",)
    assert step(plan, "CLW").reason == Reason.CELL_NEEDS_WORKSHOP
    assert Caution.TOO_MANY_HOURS in cautions(plan)


def test_own_trainers_come_after_their_superiors_and_before_they_lead():
    plan = plan_of(wanted=(Want.NOTICE, Want.TRAINERS), candidates=6, hours=40)
    assert codes(plan) == ["KICK-OFF", "CL", "CLW", "TT", "T5-T6"]
    assert step(plan, "TT").parts[0].sizes == (6,)
    assert step(plan, "T5-T6").after == "TT"
    assert step(plan, "T5-T6").wait.most == 12


def test_candidates_without_a_base_course_do_it_first():
    plan = plan_of(
        wanted=(Want.TRAINERS,),
        staff=(staff("MUN", 10), staff("POL", 4, Held.BASE)),
        candidates=6,
        hours=60,
    )
    base = step(plan, "CL")
    assert base.reason == Reason.CANDIDATES_NEED_BASE
    assert base.people == 2


def test_candidates_are_sought_in_the_language_that_has_no_trainer():
    plan = plan_of(
        wanted=(Want.NOTICE, Want.TRAINERS),
        speakers=(("nl", 20), ("fr", 20)),
        own_frontline=("nl",),
    )
    assert [one.language for one in step(plan, "TT").parts] == ["fr"]
    assert step(plan, "TT").people == 2


def test_groups_of_young_people_come_after_bounceup_and_its_return_day_months_later():
    plan = plan_of(
        wanted=(Want.YOUNG, Want.TRAINERS), candidates=8, young_groups=3, hours=40
    )
    assert codes(plan) == ["KICK-OFF", "BU", "BYT", "BY", "BU4"]
    young, back = step(plan, "BY"), step(plan, "BU4")
    assert young.people is None
    assert young.parts[0].sizes == (None, None, None)
    assert young.after == "BYT"
    assert back.after == "BU"
    assert (back.wait.least, back.wait.most) == (3, 6)
    assert back.earliest == date(2027, 4, 1)


def test_an_accredited_trainer_nearby_is_enough_for_parents():
    plan = plan_of(wanted=(Want.PARENTS,), parent_groups=2)
    assert codes(plan) == ["BA"]
    assert step(plan, "BA").groups == 2


def test_without_any_trainer_in_the_language_somebody_has_to_learn_it():
    plan = plan_of(
        Facts({(BOUNCE, "nl"): 1}),
        wanted=(Want.PARENTS,),
        speakers=(("nl", 10), ("de", 10)),
        hours=40,
    )
    training = step(plan, "BU")
    assert training.reason == Reason.NO_BOUNCE_TRAINER
    assert [one.language for one in training.parts] == ["de"]
    missing = [one for one in plan.warnings if one.caution == Caution.NO_TRAINER]
    assert {one.language for one in missing} == {"de"}


def test_a_return_day_after_the_period_is_said():
    plan = plan_of(
        wanted=(Want.YOUNG, Want.TRAINERS),
        ends_on=date(2027, 2, 28),
        candidates=8,
        hours=40,
    )
    assert [one.step for one in plan.warnings] == ["BU4"]
    assert cautions(plan) == [Caution.AFTER_THE_PERIOD]


def test_keeping_up_is_intervision_for_coordinators_and_a_refresher_for_all():
    plan = plan_of(
        wanted=(Want.KEEP_UP,),
        staff=(staff("COO", 7, Held.WORKSHOP), staff("MUN", 30, Held.WORKSHOP)),
    )
    assert codes(plan) == ["INT", "CLR-24"]
    assert step(plan, "INT").parts[0].sizes == (4, 3)
    assert step(plan, "CLR-24").people == 37


@pytest.mark.parametrize(
    ("venue", "expected"),
    [
        (Venue.ROOM, []),
        (Venue.ONLINE, [("BA", Caution.NOT_ONLINE)]),
        (Venue.NOWHERE, [("CLW", Caution.NO_PLACE), ("BA", Caution.NO_PLACE)]),
    ],
)
def test_a_place_is_looked_for_where_a_group_meets(venue, expected):
    plan = plan_of(wanted=(Want.NOTICE, Want.PARENTS), venue=venue)
    assert [(one.step, one.caution) for one in plan.warnings] == expected


def test_a_language_outside_the_regime_is_offered_not_assigned():
    facts = Facts(EVERYWHERE.accredited, regime=("nl",))
    plan = plan_of(facts, speakers=(("nl", 20), ("fr", 20)))
    [warned] = plan.warnings
    assert (warned.caution, warned.language) == (Caution.OUTSIDE_REGIME, "fr")


def test_nobody_accredited_is_said_for_each_step_and_language():
    plan = plan_of(NOBODY, speakers=(("nl", 20), ("fr", 20)))
    assert [(one.step, one.language) for one in plan.warnings] == [
        ("CLW", "nl"),
        ("CLW", "fr"),
    ]


def test_every_step_reason_and_warning_has_words():
    assert {rule.offer.code for rule in RULES} == set(words.OFFERS)
    assert set(words.REASONS) == set(Reason)
    assert set(words.CAUTIONS) == set(Caution)
    plan = plan_of(
        NOBODY,
        wanted=tuple(Want),
        staff=(staff("COO", 2), staff("POL", 3)),
        venue=Venue.NOWHERE,
        hours=3,
    )
    said = words.warnings_of(plan)
    assert not [one for one in said if "%(" in one]
    assert words.when_of(plan.steps[0], plan) == "From the beginning"
    assert words.when_of(plan.steps[2], plan) == "After step 2"


def test_what_is_alike_is_said_once():
    plan = plan_of(
        NOBODY,
        wanted=(Want.NOTICE, Want.PARENTS),
        speakers=(("nl", 5), ("fr", 3)),
        staff=(staff("MUN", 8),),
        own_bounce=("nl", "fr"),
        venue=Venue.NOWHERE,
    )
    workshop, parents = (words.name_of(step(plan, one).offer) for one in ("CLW", "BA"))
    assert words.warnings_of(plan) == [
        "No trainer for Dutch is accredited during the whole period for: "
        f"{workshop}; {parents}.",
        f"{workshop}: too few people for a group of 8 (Dutch: 5, French: 3). Form one "
        "with other municipalities.",
        f"No trainer for French is accredited during the whole period for: {workshop}.",
        "There is no place for a group; ask a neighbouring municipality. It is needed "
        f"for: {workshop}; {parents}.",
    ]


def test_durations_and_groups_are_said_in_short():
    plan = plan_of(wanted=(Want.NOTICE, Want.KEEP_UP), staff=(staff("COO", 41),))
    assert words.duration_of(step(plan, "CL").offer) == "4 h 45 min"
    assert words.duration_of(step(plan, "CLW").offer) == "3 h"
    assert words.duration_of(step(plan, "CLR-24").offer) == "25 min"
    assert words.groups_of_part((20,)) == "1 group of 20"
    assert words.groups_of_part((14, 14, 13)) == "3 groups of 13 to 14"
    assert words.groups_of_part((None, None)) == "2 groups"
    assert words.when_of(step(plan, "CLR-24"), plan) == "18 to 24 months after step 2"


def test_people_are_shared_by_the_highest_average():
    assert shared(10, [("nl", 6), ("fr", 3), ("de", 1)]) == {
        "nl": 6,
        "fr": 3,
        "de": 1,
    }
    assert shared(0, [("nl", 1)]) == {"nl": 0}
    assert groups_of(0, most=20) == ()
    assert groups_of(21, most=20) == (11, 10)
