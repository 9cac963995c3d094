"""What holds for every plan, whatever is answered."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from trainers.domain.requests.catalogue import BOUNCE, FRONTLINE
from trainers.domain.requests.grouping import shared
from trainers.domain.requests.needs import (
    Needs,
    Staff,
    answers_of,
    needs_of,
    refuse_unusable,
)
from trainers.domain.requests.plans import Caution
from trainers.domain.requests.recommending import recommend
from trainers.domain.requests.rules import RULES, Facts
from trainers.enums import Held, Venue, Want

SECTORS = ("POL", "MUN", "EDU", "COO", "SOC")
LANGUAGES = ("nl", "fr", "de")
ORDER = list(dict.fromkeys(rule.offer.code for rule in RULES))


@st.composite
def answered(draw) -> Needs:
    sectors = draw(
        st.lists(st.sampled_from(SECTORS), min_size=1, max_size=5, unique=True)
    )
    spoken = draw(
        st.lists(st.sampled_from(LANGUAGES), min_size=1, max_size=3, unique=True)
    )
    begins = date(2027, 1, 1) + timedelta(days=draw(st.integers(0, 400)))
    some_languages = st.lists(st.sampled_from(LANGUAGES), unique=True).map(tuple)
    return Needs(
        staff=tuple(
            Staff(one, draw(st.integers(1, 300)), draw(st.sampled_from(list(Held))))
            for one in sectors
        ),
        wanted=tuple(
            draw(st.lists(st.sampled_from(list(Want)), min_size=1, unique=True))
        ),
        speakers=tuple((one, draw(st.integers(1, 300))) for one in spoken),
        hours=draw(st.integers(1, 80)),
        venue=draw(st.sampled_from(list(Venue))),
        starts_on=begins,
        ends_on=begins + timedelta(days=draw(st.integers(0, 700))),
        young_groups=draw(st.integers(0, 9)),
        parent_groups=draw(st.integers(0, 9)),
        candidates=draw(st.integers(0, 40)),
        own_frontline=draw(some_languages),
        own_bounce=draw(some_languages),
    )


def facts() -> st.SearchStrategy[Facts]:
    ways = st.tuples(st.sampled_from((FRONTLINE, BOUNCE)), st.sampled_from(LANGUAGES))
    return st.builds(Facts, st.dictionaries(ways, st.integers(0, 3)))


def people_in(step, needs):
    of_sectors = [one.people for one in needs.staff if one.sector in step.sectors]
    return sum(of_sectors)


@given(answered(), facts())
def test_everybody_is_in_exactly_one_group_of_a_step(needs, known):
    for step in recommend(needs, trainers=known).steps:
        if step.sectors:
            assert step.people == people_in(step, needs)
        for part in step.parts:
            if part.people is not None and step.offer.is_live:
                assert sum(part.sizes) == part.people


@given(answered(), facts())
def test_groups_are_within_their_size_or_said_to_be_too_small(needs, known):
    plan = recommend(needs, trainers=known)
    small = {
        (one.step, one.language)
        for one in plan.warnings
        if one.caution == Caution.GROUP_TOO_SMALL
    }
    for step in plan.steps:
        for part in step.parts:
            for size in part.sizes:
                if size is None:
                    continue
                assert size <= step.offer.most
                is_small = size < step.offer.least
                assert is_small == ((step.offer.code, part.language) in small)
                # One group alone is too small: two would have been one.
                assert not is_small or len(part.sizes) == 1


@given(answered(), facts())
def test_hours_are_never_more_than_can_be_freed_without_a_warning(needs, known):
    plan = recommend(needs, trainers=known)
    cautions = {one.caution for one in plan.warnings}
    for one in needs.staff:
        spent = sum(
            step.offer.minutes
            for step in plan.steps
            if step.offer.is_staff and one.sector in step.sectors
        )
        assert spent <= plan.minutes
    assert (plan.minutes > needs.hours * 60) == (Caution.TOO_MANY_HOURS in cautions)
    assert (plan.trainer_minutes > needs.hours * 60) == (
        Caution.TOO_MANY_TRAINER_HOURS in cautions
    )


@given(answered(), facts())
def test_steps_come_in_their_order_after_what_they_build_on(needs, known):
    codes = [one.offer.code for one in recommend(needs, trainers=known).steps]
    assert codes == sorted(codes, key=ORDER.index)
    assert len(set(codes)) == len(codes)
    days = {}
    for step in recommend(needs, trainers=known).steps:
        days[step.offer.code] = step.earliest
        assert step.earliest >= needs.starts_on
        if step.after:
            assert codes.index(step.after) < codes.index(step.offer.code)
            assert days[step.after] <= step.earliest


@given(answered(), facts(), st.data())
def test_more_people_never_make_fewer_groups(needs, known, data):
    number = data.draw(st.integers(0, len(needs.staff) - 1))
    grown = needs.staff[number]
    more = replace(grown, people=grown.people + data.draw(st.integers(1, 60)))
    larger = replace(
        needs, staff=(*needs.staff[:number], more, *needs.staff[number + 1 :])
    )
    before = recommend(needs, trainers=known)
    after = {
        one.offer.code: one.groups for one in recommend(larger, trainers=known).steps
    }
    for step in before.steps:
        if step.offer.is_live:
            assert after[step.offer.code] >= step.groups


@given(
    st.integers(0, 500),
    st.lists(st.integers(1, 2000), min_size=1, max_size=3),
)
def test_shares_give_everybody_a_language_and_take_nobody_out_of_one(number, shares):
    ways = list(zip(LANGUAGES, shares, strict=False))
    now, then = shared(number, ways), shared(number + 1, ways)
    assert sum(now.values()) == number
    assert all(then[one] >= now[one] for one in now)
    total = sum(shares)
    for language, share in ways:
        assert abs(now[language] - number * share / total) < 2


@given(answered())
def test_answers_are_read_as_they_were_kept(needs):
    refuse_unusable(needs)
    assert needs_of(answers_of(needs)) == needs
