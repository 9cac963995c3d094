"""The plan, the minute of the follow-up, and who reads what of either."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lms.months import months_after
from tests.factories.delivery import hold, make_group
from tests.factories.followed import answer, make_plan, make_trained
from tests.factories.trainers import Way, make_world
from trainers.domain.implementation.reminding import remind_of_follow_ups
from trainers.enums import EvidenceKind, State
from trainers.models import FollowUp, ImplementationPlan, StepEvidence
from trainers.plan_enums import Help, Hindrance, Progress

pytestmark = pytest.mark.django_db

DESK = reverse("trainers:desk")
NAMED = "Talk with Jan Peeters about his brother."


@pytest.fixture
def now():
    # Pages ask for today.
    return timezone.now()


@pytest.fixture
def world(beekstad, alice, bob, now):
    return make_world(beekstad, alice, bob, now=now)


@pytest.fixture
def mine(world, now):
    """Bob was trained a month ago."""
    return make_trained(world, world.bob, now=now)


def page(accreditation, name="accreditation", *more):
    return reverse(f"trainers:{name}", args=[accreditation.uuid, *more])


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def section_of(response) -> str:
    text = text_of(response)
    found = re.search(
        r'<section class="card" aria-labelledby="plan">.*?</section>', text
    )
    return found.group() if found else ""


def plan_data(**changes) -> dict:
    return {
        "first_on": (timezone.localdate() + timedelta(days=40)).isoformat(),
        "groups": 3,
        "hours": 8,
        "settings": ["school", "parents"],
        "beside": "lead",
        "needs": ["room"],
        "note": "First the school.",
        **changes,
    }


def test_a_candidate_writes_the_plan_that_the_owner_looks_at(client, world, now):
    way = Way(world, now)
    mine = way.to(State.APPLIED)
    client.force_login(world.bob)
    assert page(mine, "plan") in text_of(client.get(page(mine)))
    form = client.get(page(mine, "plan")).context["form"]
    # What the application said.
    assert (form["groups"].value(), form["hours"].value()) == (3, 3)
    kept = client.post(page(mine, "plan"), plan_data())
    assert kept.url == page(mine)
    made = ImplementationPlan.objects.get()
    assert made.evidence.kind == EvidenceKind.PLAN
    assert made.settings == ["school", "parents"]
    shown = client.get(page(mine))
    assert "School<br>Parents and carers" in section_of(shown)
    assert "The programme owner looks at it" in text_of(shown)
    # While it is looked at there is nothing to write.
    assert page(mine, "plan") not in text_of(shown)
    assert client.get(page(mine, "plan")).url == page(mine)
    client.force_login(world.olga)
    looked = text_of(client.get(page(mine)))
    assert "School<br>Parents and carers" in looked
    assert 'href="#plan"' in looked
    client.post(
        reverse("trainers:sign", args=[mine.uuid, made.evidence.uuid]), {"yes": ""}
    )
    assert made.evidence.sign_offs.get().verdict == "yes"


def test_the_old_form_of_a_plan_is_gone(client, world, now):
    mine = Way(world, now).to(State.APPLIED)
    client.force_login(world.bob)
    old = reverse("trainers:write", args=[mine.uuid, "plan"])
    assert client.get(old).status_code == 404
    assert client.post(old, {"note": "Two groups."}).status_code == 404
    assert not StepEvidence.objects.filter(kind=EvidenceKind.PLAN).exists()


def test_another_version_begins_with_the_last_one(client, mine, now):
    make_plan(mine, now=now, note="First the school.")
    client.force_login(mine.person)
    shown = client.get(page(mine, "plan"))
    assert "Begun with version 1" in text_of(shown)
    assert shown.context["form"]["note"].value() == "First the school."
    client.post(page(mine, "plan"), plan_data(groups=5))
    assert mine.plans.count() == 2
    section = section_of(client.get(page(mine)))
    assert "0 of 5 led" in section
    assert "Earlier versions" in section


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"first_on": "2020-01-01"}, "first_on"),
        ({"first_on": "2099-01-01"}, "first_on"),
        ({"first_on": "soon"}, "first_on"),
        ({"groups": 0}, "groups"),
        ({"groups": 51}, "groups"),
        ({"hours": 81}, "hours"),
        ({"settings": []}, "settings"),
        ({"settings": ["moon"]}, "settings"),
        ({"beside": ""}, "beside"),
        ({"needs": ["money"]}, "needs"),
        ({"note": "x" * 301}, "note"),
        ({"note": NAMED}, "note"),
    ],
)
def test_a_plan_that_does_not_fit_says_why_at_its_field(client, mine, changes, field):
    client.force_login(mine.person)
    refused = client.post(page(mine, "plan"), plan_data(**changes))
    assert refused.status_code == 422
    assert field in refused.context["form"].errors
    assert not ImplementationPlan.objects.exists()


def test_a_note_may_be_said_to_be_about_nobody(client, mine):
    client.force_login(mine.person)
    asked = client.post(page(mine, "plan"), plan_data(note=NAMED))
    confirmation = asked.context["confirmation"]
    assert f'value="{confirmation}"' in text_of(asked)
    sent = plan_data(note=NAMED, confirmation=confirmation)
    assert client.post(page(mine, "plan"), sent).status_code == 302
    assert ImplementationPlan.objects.get().note == NAMED


def test_the_desk_asks_how_it_is_going_and_a_minute_answers(client, mine, now):
    make_plan(mine, now=now)
    client.force_login(mine.person)
    form = page(mine, "follow_up", 1)
    desk = text_of(client.get(DESK))
    assert "Follow-up: how is it going?" in desk
    assert form in desk
    assert form in section_of(client.get(page(mine)))
    shown = text_of(client.get(form))
    assert "1 month after the training" in shown
    assert "0 of 3 led" in shown
    sent = {
        "progress": "later",
        "hindrances": ["no-time"],
        "help_wanted": ["call"],
        "note": "After the summer.",
        "key": client.get(form).context["form"]["key"].value(),
    }
    assert client.post(form, sent).url == form
    assert client.post(form, sent).url == form
    assert FollowUp.objects.count() == 1
    said = text_of(client.get(form))
    assert "Thank you: it is kept" in said
    assert "sees that you ask for help" in said
    assert page(mine, "plan") in said
    assert reverse("trainers:group_new", args=["frontline", "nl"]) in said
    assert reverse("trainers:session_choose") in said
    assert form not in text_of(client.get(DESK))
    again = client.get(form, {"again": ""})
    assert again.context["form"]["progress"].value() == "later"


def test_what_relay_knows_is_shown_before_it_asks(client, world, now):
    lieve = make_trained(world, world.lieve, now=now, months=1, language="fr")
    client.force_login(world.lieve)
    shown = text_of(client.get(page(lieve, "follow_up", 1)))
    assert "No session or group led yet." in shown
    group = make_group(world, now=now)
    hold(world, group, 1, now=now)
    first = lieve.person.accreditations.get(language="nl")
    section = section_of(client.get(page(first)))
    assert ">1 group, the first on" in section


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"progress": ""}, "progress"),
        ({"progress": "well"}, "progress"),
        ({"hindrances": ["rain"]}, "hindrances"),
        ({"hindrances": ["nothing", "no-time"]}, "hindrances"),
        ({"help_wanted": ["nothing", "call"]}, "help_wanted"),
        ({"note": NAMED}, "note"),
    ],
)
def test_an_answer_that_does_not_fit_says_why(client, mine, changes, field):
    client.force_login(mine.person)
    sent = {"progress": "begun", **changes}
    refused = client.post(page(mine, "follow_up", 1), sent)
    assert refused.status_code == 422
    assert field in refused.context["form"].errors
    assert not FollowUp.objects.exists()


def test_what_is_not_asked_today_says_when_it_is(client, mine, now):
    client.force_login(mine.person)
    shown = client.get(page(mine, "follow_up", 3))
    assert shown.status_code == 200
    assert "Today there is nothing to answer here" in text_of(shown)
    refused = client.post(page(mine, "follow_up", 3), {"progress": "begun"})
    assert refused.status_code == 422
    assert client.get(page(mine, "follow_up", 2)).status_code == 404
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize("name", ["alice", "olga", "lieve", "charlie"])
def test_the_forms_of_another_do_not_exist(client, mine, world, request, name):
    client.force_login(getattr(world, name, None) or request.getfixturevalue(name))
    for path in (page(mine, "plan"), page(mine, "follow_up", 1)):
        assert client.get(path).status_code == 404
        assert client.post(path, plan_data(progress="begun")).status_code == 404
    client.logout()
    assert "login" in client.get(page(mine, "plan")).url


def test_the_coordinator_reads_days_and_no_answer(client, mine, world, now):
    make_plan(mine, now=now, groups=37, note="First the school.")
    answer(
        mine,
        1,
        now=now,
        progress=Progress.NOT,
        hindrances=(Hindrance.NOT_FREED,),
        help_wanted=(Help.EMPLOYER,),
        note="They never gave me a day.",
    )
    client.force_login(world.alice)
    shown = client.get(page(mine))
    section = section_of(shown)
    assert "There is a plan" in section
    assert "1 month after the training: answered on" in section
    everything = text_of(shown)
    for words in (
        "37",
        "First the school",
        Progress.NOT.label,
        Hindrance.NOT_FREED.label,
        Help.EMPLOYER.label,
        "never gave me",
        "Police",
    ):
        assert str(words) not in section
    assert "never gave me" not in everything
    client.force_login(world.olga)
    read = section_of(client.get(page(mine)))
    for words in ("37", "First the school", Hindrance.NOT_FREED.label, "never gave me"):
        assert str(words) in read


def test_without_a_plan_the_page_says_what_it_is_for(client, mine, world):
    client.force_login(mine.person)
    assert "Write the plan" in section_of(client.get(page(mine)))
    client.force_login(world.alice)
    assert "There is no plan yet." in section_of(client.get(page(mine)))


def test_at_first_there_is_no_section(client, world, now):
    mine = Way(world, now).to(State.TRAINED)
    client.force_login(world.bob)
    assert section_of(client.get(page(mine))) == ""


def test_the_desk_takes_as_many_queries_with_three_ways_as_with_one(
    client, mine, world, now
):
    client.force_login(world.bob)
    client.get(DESK)
    with CaptureQueriesContext(connection) as one:
        client.get(DESK)
    make_trained(world, world.bob, now=now, language="fr")
    with CaptureQueriesContext(connection) as two:
        client.get(DESK)
    assert len(one) == len(two)


def test_the_mail_leads_to_a_form_that_is_open(client, world, now, mailoutbox):
    mine = make_trained(world, "Noor Adams", now=now)
    assert months_after(now, -1).date() <= now.date()
    remind_of_follow_ups(now)
    [sent] = mailoutbox
    path = re.search(r"/trainers/\S+/follow-up/\d+/", sent.body).group()
    client.force_login(mine.person)
    assert "What stands in the way?" in text_of(client.get(path))
