"""A meeting is written down in one short form, on a phone and without a script."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories.delivery import first_day, hold, make_group
from tests.trainers.views.conftest import text_of
from trainers.models import GroupMeeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(world, now):
    return make_group(world, now=now)


@pytest.fixture
def meeting(world, group, now):
    return hold(world, group, 1, now=now)[0]


def path_of(group, meeting=None, name="change"):
    if meeting is None:
        return reverse("trainers:meeting_new", args=[group.uuid])
    return reverse(f"trainers:meeting_{name}", args=[group.uuid, meeting.uuid])


def said(world, **changes) -> dict:
    return {
        "on_day": timezone.localdate().isoformat(),
        "number": 1,
        "minutes": 120,
        "led_by": world.lieve.pk,
        "head_count": 12,
        "good": 7,
        "so_so": "",
        "bad": 1,
        "adaptations": ["outdoors"],
        "note": "Took longer.",
        **changes,
    }


def test_lieve_writes_a_meeting_down(client, world, group):
    client.force_login(world.lieve)
    shown = client.get(path_of(group))
    assert "No names. Numbers only." in text_of(shown)
    form = shown.context["form"]
    assert form["number"].value() == 1
    # She leads it alone: nothing to ask.
    assert form["led_by"].is_hidden
    response = client.post(path_of(group), said(world))
    assert response.url == reverse("trainers:group", args=[group.uuid])
    made = group.meetings.get()
    assert (made.head_count, made.smiles) == (12, (7, 0, 1))
    assert made.adaptations == ["outdoors"]
    assert client.get(path_of(group)).context["form"]["number"].value() == 2


def test_smileys_that_are_left_empty_were_not_asked(client, world, group):
    client.force_login(world.lieve)
    client.post(path_of(group), said(world, good="", bad=""))
    assert group.meetings.get().smiles is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"head_count": -3}, "head_count"),
        ({"head_count": 4000}, "head_count"),
        ({"head_count": ""}, "head_count"),
        ({"head_count": "twelve"}, "head_count"),
        ({"good": -1}, "good"),
        ({"good": 12}, "good"),
        ({"minutes": 5}, "minutes"),
        ({"number": 13}, "number"),
        ({"on_day": "2999-01-01"}, "on_day"),
        ({"on_day": "2001-01-01"}, None),
        ({"adaptations": ["Kevin"]}, "adaptations"),
        ({"note": "Kevin Peeters was quiet."}, "note"),
        ({"note": "Call 0470 12 34 56"}, "note"),
        ({"note": "x" * 301}, "note"),
        ({"led_by": 0}, "led_by"),
    ],
    ids=str,
)
def test_what_cannot_be_is_said_and_nothing_is_kept(
    client, world, group, changes, field
):
    client.force_login(world.lieve)
    response = client.post(path_of(group), said(world, **changes))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field or "__all__"}
    assert not GroupMeeting.objects.exists()
    # What was typed is still there.
    assert "outdoors" in text_of(response)


def test_a_name_is_not_kept_by_saying_that_it_is_nobody(client, world, group):
    client.force_login(world.lieve)
    given = said(world, note="Kevin Peeters was quiet.")
    refused = client.post(path_of(group), given)
    assert "Kevin Peeters" in text_of(refused)
    assert "keep it as it is" not in text_of(refused)


def test_sending_it_twice_is_one_meeting(client, world, group):
    client.force_login(world.lieve)
    given = said(world, key=str(uuid.uuid4()))
    for _again in range(2):
        assert client.post(path_of(group), given).status_code == 302
    assert group.meetings.count() == 1


def test_who_leads_is_asked_where_there_are_several(client, world, now):
    group = make_group(world, now=now, co_facilitators=(world.ada,))
    client.force_login(world.ada)
    form = client.get(path_of(group)).context["form"]
    assert not form["led_by"].is_hidden
    assert form["led_by"].value() == world.lieve.pk
    client.post(path_of(group), said(world, led_by=world.ada.pk))
    assert group.meetings.get().led_by == world.ada


def test_a_meeting_is_put_right(client, world, group, meeting):
    client.force_login(world.lieve)
    form = client.get(path_of(group, meeting)).context["form"]
    assert form["head_count"].value() == 12
    assert form["number"].value() == 1
    assert f'value="{first_day(timezone.now()).isoformat()}"' in str(form["on_day"])
    client.post(path_of(group, meeting), said(world, head_count=9))
    meeting.refresh_from_db()
    assert (meeting.head_count, meeting.smiles) == (9, (7, 0, 1))


def test_a_meeting_is_taken_out_after_a_look(client, world, group, meeting):
    client.force_login(world.lieve)
    remove = path_of(group, meeting, "remove")
    assert "a head-count of 12" in text_of(client.get(remove))
    assert group.meetings.exists()
    assert client.post(remove).status_code == 302
    assert not group.meetings.exists()
    assert client.post(remove).status_code == 404


def test_of_a_group_that_is_over_nothing_is_taken_out(client, world, group, meeting):
    client.force_login(world.lieve)
    stop = reverse("trainers:group_act", args=[group.uuid, "stop"])
    client.post(stop, {"reason": "partner"})
    for path in (
        path_of(group, meeting, "remove"),
        path_of(group, meeting),
        path_of(group),
        reverse("trainers:group_change", args=[group.uuid]),
    ):
        for send in (client.get, client.post):
            response = send(path, said(world), follow=True)
            assert [to for to, _code in response.redirect_chain] == [
                reverse("trainers:group", args=[group.uuid])
            ]
            assert "Take that back first." in text_of(response)
    assert group.meetings.get().head_count == 12


def test_nobody_else_writes_in_the_log(client, world, group, meeting, charlie, now):
    other = make_group(world, now=now, lead=world.ada)
    paths = [
        path_of(group),
        path_of(group, meeting),
        path_of(group, meeting, "remove"),
    ]
    # Alice reads its numbers, Ada gives another group, Bob and Charlie see nothing.
    for user in (world.alice, world.ada, world.bob, charlie):
        client.force_login(user)
        for path in paths:
            assert client.get(path).status_code == 404
            assert client.post(path, said(world)).status_code == 404
    client.force_login(world.ada)
    assert client.get(path_of(other, meeting)).status_code == 404
    assert group.meetings.get().head_count == 12


def test_the_form_takes_as_many_queries_for_the_tenth_as_for_the_first(
    client, world, group, now
):
    client.force_login(world.lieve)

    def queries() -> int:
        client.get(path_of(group))
        with CaptureQueriesContext(connection) as found:
            assert client.get(path_of(group)).status_code == 200
        return len(found)

    one = queries()
    hold(world, group, *range(1, 10), now=now)
    assert queries() == one
