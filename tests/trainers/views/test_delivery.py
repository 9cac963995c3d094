"""The pages of the delivery log, for its trainers, those who read numbers, and a
stranger."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from tests.factories.delivery import hold, make_group
from tests.factories.trainers import (
    Way,
    at,
)
from tests.trainers.views.conftest import text_of
from trainers.domain.delivery.ending import finish_group
from trainers.domain.evidence import sign
from trainers.enums import EvidenceKind, GroupState, State
from trainers.models import DeliveredGroup, StepEvidence

pytestmark = pytest.mark.django_db

LIST = reverse("trainers:delivery")
CHOOSE = reverse("trainers:group_choose")
FILE = reverse("trainers:delivery_csv")
NEW = reverse("trainers:group_new", args=["frontline", "nl"])


@pytest.fixture
def group(world, now):
    made = make_group(world, now=now)
    hold(world, made, *range(1, 9), now=now, note="We took the long way.")
    return made


def page(name, group, *more):
    return reverse(f"trainers:{name}", args=[group.uuid, *more])


def asked(world, **changes) -> dict:
    return {
        "municipality": world.employer.name,
        "starts_on": timezone.localdate().isoformat(),
        "meetings": 10,
        "age_from": 12,
        "age_to": 15,
        "lead": world.lieve.pk,
        **changes,
    }


def test_lieve_begins_a_group_from_the_desk(client, world):
    client.force_login(world.lieve)
    desk = client.get(reverse("trainers:desk"))
    assert LIST in text_of(desk)
    assert "No groups yet" in text_of(client.get(LIST))
    # She is accredited in one language: there is nothing to choose.
    assert client.get(CHOOSE).url == NEW
    shown = text_of(client.get(NEW))
    assert "No names. Numbers only." in shown
    assert 'value="10"' in shown
    response = client.post(NEW, asked(world))
    made = DeliveredGroup.objects.get()
    assert response.url == page("group", made)
    assert made.code in text_of(client.get(response.url))
    assert made.code in text_of(client.get(LIST))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"meetings": -3}, "meetings"),
        ({"meetings": 4000}, "meetings"),
        ({"meetings": "many"}, "meetings"),
        ({"age_from": ""}, "age_from"),
        ({"age_to": ""}, "age_from"),
        ({"age_from": 18}, "age_from"),
        ({"age_to": 400}, "age_to"),
        ({"municipality": "Kevin"}, "municipality"),
        ({"municipality": "Federal prevention"}, "municipality"),
        ({"municipality": ""}, "municipality"),
        ({"starts_on": "soon"}, "starts_on"),
        ({"starts_on": "2999-01-01"}, "starts_on"),
        ({"starts_on": "2001-01-01"}, "lead"),
        ({"lead": 0}, "lead"),
    ],
    ids=str,
)
def test_what_cannot_be_is_said_at_its_field(client, world, changes, field):
    client.force_login(world.lieve)
    response = client.post(NEW, asked(world, **changes))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    assert not DeliveredGroup.objects.exists()


def test_olga_begins_one_for_a_trainer_and_a_stranger_begins_none(
    client, world, charlie
):
    client.force_login(world.olga)
    assert NEW in text_of(client.get(CHOOSE))
    client.post(NEW, asked(world, age_from="", age_to="", meetings=1))
    assert DeliveredGroup.objects.get().age_from is None
    for user in (world.alice, world.bob, charlie):
        client.force_login(user)
        assert "You cannot begin a group yet" in text_of(client.get(CHOOSE))
        assert client.post(NEW, asked(world)).status_code == 404


def test_the_page_of_a_group_says_what_is_there_and_what_is_missing(
    client, world, group
):
    client.force_login(world.lieve)
    shown = text_of(client.get(page("group", group)))
    for words in (
        "8 of 10",
        "Not written down: 9, 10",
        "64 of 96",
        "24 of 96",
        "We took the long way.",
        "Nothing is missing: the group can be finished.",
    ):
        assert words in shown
    assert page("group_act", group, "finish") in shown


def test_alice_and_charlie_read_numbers_alone(client, world, charlie, valmont, now):
    group = make_group(world, now=now, municipality=valmont)
    hold(world, group, 1, now=now, note="We took the long way.")
    for user, sees in ((charlie, 200), (world.alice, 404), (world.bob, 404)):
        client.force_login(user)
        assert client.get(page("group", group)).status_code == sees
    client.force_login(charlie)
    for path in (page("group", group), LIST):
        shown = text_of(client.get(path))
        assert "Lieve" not in shown
        assert "the long way" not in shown
        assert "trainer of Federal prevention" in shown
    assert "Lieve" not in b"".join(client.get(FILE)).decode()
    for name in ("group_record", "group_change", "meeting_new"):
        assert client.get(page(name, group)).status_code == 404
    for act in ("finish", "stop", "take-back"):
        assert client.post(page("group_act", group, act)).status_code == 404


def test_a_group_is_changed_by_who_keeps_its_log(client, world, group):
    client.force_login(world.lieve)
    shown = text_of(client.get(page("group_change", group)))
    assert f'value="{world.employer.name}"' in shown
    client.post(page("group_change", group), asked(world, meetings=9))
    group.refresh_from_db()
    assert group.meetings_planned == 9
    response = client.post(page("group_change", group), asked(world, meetings=5))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"meetings"}


def test_who_takes_themselves_off_a_group_is_led_to_a_page_that_is_there(
    client, world, now
):
    group = make_group(world, now=now, lead=world.ada, co_facilitators=(world.lieve,))
    client.force_login(world.lieve)
    response = client.post(
        page("group_change", group), asked(world, lead=world.ada.pk), follow=True
    )
    assert response.status_code == 200
    assert response.redirect_chain == [(LIST, 302)]
    shown = text_of(response)
    assert "You are no trainer of this group any more" in shown
    assert not group.facilitators.filter(person=world.lieve).exists()


def test_a_group_is_finished_and_that_is_taken_back(client, world, group):
    client.force_login(world.lieve)
    finish, back = (page("group_act", group, one) for one in ("finish", "take-back"))
    assert "can be taken back for 14 days" in text_of(client.get(finish))
    group.refresh_from_db()
    assert group.state == GroupState.RUNNING
    assert client.post(finish).url == page("group", group)
    group.refresh_from_db()
    assert group.state == GroupState.FINISHED
    shown = text_of(client.get(page("group", group)))
    assert back in shown
    assert page("meeting_new", group) not in shown
    assert client.get(page("group_change", group)).status_code == 302
    assert client.get(page("meeting_new", group)).status_code == 302
    client.post(back)
    group.refresh_from_db()
    assert group.state == GroupState.RUNNING
    assert client.get(page("group_act", group, "explode")).status_code == 404


def test_a_group_that_is_not_whole_is_not_finished(client, world, now):
    group = make_group(world, now=now)
    client.force_login(world.lieve)
    finish = page("group_act", group, "finish")
    assert "0 of at least 8 meetings" in text_of(client.get(finish))
    response = client.post(finish)
    assert response.status_code == 422
    assert "0 of at least 8 meetings" in text_of(response)


def test_a_group_stops_for_a_reason(client, world, group):
    client.force_login(world.lieve)
    stop = page("group_act", group, "stop")
    for reason in ("", "Kevin left"):
        assert client.post(stop, {"reason": reason}).status_code == 422
    client.post(stop, {"reason": "too-few"})
    group.refresh_from_db()
    assert group.stop_reason == "too-few"
    assert "Too few came" in text_of(client.get(page("group", group)))


def test_the_record_is_there_to_print(client, world, group, now):
    client.force_login(world.lieve)
    assert "Group, so far" in text_of(client.get(page("group_record", group)))
    finish_group(group, actor=world.lieve, now=now)
    shown = text_of(client.get(page("group_record", group)))
    for words in ("Group delivered", "Lieve Peeters", group.code, "data-print"):
        assert words in shown


def test_a_finished_group_is_written_down_as_evidence_and_not_signed(
    client, world, now
):
    Way(world, at(now, -100, 12)).to(State.PROVISIONAL)
    group = make_group(world, now=now, co_facilitators=(world.bob,))
    hold(world, group, *range(1, 9), now=now)
    finish_group(group, actor=world.lieve, now=now)
    client.force_login(world.bob)
    mine = world.bob.accreditations.get()
    write = reverse("trainers:write", args=[mine.uuid, EvidenceKind.CO_SESSION])
    address = f"{write}?group={group.uuid}"
    assert address in text_of(client.get(page("group", group)))
    form = client.get(address).context["form"]
    given = {name: form[name].value() or "" for name in form.fields}
    given |= {"asked_of": world.lieve.pk, "confirmation": ""}
    assert given["hours"] == 16
    for _again in range(2):
        client.post(address, given)
    assert StepEvidence.objects.filter(kind=EvidenceKind.CO_SESSION).count() == 1
    assert not StepEvidence.objects.get(kind=EvidenceKind.CO_SESSION).sign_offs.exists()
    today = date_format(timezone.localdate(), "DATE_FORMAT")
    for path in (page("group", group), address):
        shown = text_of(client.get(path))
        assert f"You wrote it down as evidence on {today}." in shown
    # What was written down is not written over.
    assert 'name="hours"' not in shown
    evidence = StepEvidence.objects.get(kind=EvidenceKind.CO_SESSION)
    sign(evidence, verdict="no", comment="Not whole.", actor=world.lieve, now=now)
    for path in (page("group", group), address):
        shown = text_of(client.get(path))
        assert "Lieve Peeters did not sign it: Not whole." in shown
    given["key"] = client.get(address).context["form"]["key"].value()
    client.post(address, given)
    assert StepEvidence.objects.filter(kind=EvidenceKind.CO_SESSION).count() == 2


def test_the_form_of_evidence_takes_no_group_of_others(client, world, group, now):
    finish_group(group, actor=world.lieve, now=now)
    client.force_login(world.ada)
    mine = world.ada.accreditations.get()
    write = reverse("trainers:write", args=[mine.uuid, EvidenceKind.LED_SESSION])
    for key in (group.uuid, "nonsense", ""):
        response = client.get(f"{write}?group={key}")
        assert response.status_code == 200
        assert response.context["offered"] is None
