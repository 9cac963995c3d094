"""Lists and files of groups: each person's own, and no more queries for more of them."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories.delivery import hold, make_group
from tests.factories.trainers import (
    make_accredited,
    make_programme,
)
from tests.trainers.views.conftest import text_of
from trainers.domain.delivery.ending import TAKE_BACK, finish_group

pytestmark = pytest.mark.django_db

LIST = reverse("trainers:delivery")
FILE = reverse("trainers:delivery_csv")


@pytest.fixture
def group(world, now):
    made = make_group(world, now=now)
    hold(world, made, *range(1, 9), now=now, note="We took the long way.")
    return made


def page(name, group, *more):
    return reverse(f"trainers:{name}", args=[group.uuid, *more])


def test_the_file_holds_the_numbers_of_ones_groups(client, world, group):
    client.force_login(world.lieve)
    response = client.get(FILE)
    assert response["Content-Disposition"].startswith("attachment")
    text = b"".join(response).decode("utf-8-sig")
    head, line = csv.reader(io.StringIO(text))
    row = dict(zip(head, line, strict=True))
    assert row["Group"] == group.code
    assert row["Meetings held"] == "8"
    assert row["Minutes"] == "960"
    assert row["Smileys: good"] == "64"
    assert "long way" not in text
    client.force_login(world.bob)
    assert b"".join(client.get(FILE)).decode().count("\n") == 1


def test_the_file_of_an_organisation_tells_smileys_of_what_is_over(
    client, world, group, now
):
    client.force_login(world.alice)

    def smileys() -> list:
        text = b"".join(client.get(FILE)).decode("utf-8-sig")
        head, line = csv.reader(io.StringIO(text))
        row = dict(zip(head, line, strict=True))
        return [value for name, value in row.items() if name.startswith("Smileys")]

    assert smileys() == ["", "", ""]
    assert "They are told 14 days after the end of the group" in text_of(
        client.get(page("group", group))
    )
    finish_group(group, actor=world.lieve, now=now - TAKE_BACK - timedelta(days=1))
    assert smileys() == ["64", "24", "8"]


def test_lists_are_ones_own_and_may_be_filtered(client, world, group, charlie, now):
    year = timezone.localdate(now).year
    client.force_login(world.lieve)
    assert group.code in text_of(client.get(LIST))
    assert group.code in text_of(client.get(LIST, {"state": "running"}))
    shown = text_of(client.get(LIST, {"state": "stopped"}))
    assert group.code not in shown
    assert "No group fits this" in shown
    # What nobody could have chosen chooses nothing.
    for query in ({"state": "x"}, {"year": "x"}, {"year": year + 9}, {"part": "x"}):
        assert group.code in text_of(client.get(LIST, query))
    client.force_login(charlie)
    assert group.code not in text_of(client.get(LIST))
    client.force_login(world.bob)
    assert "No groups here" in text_of(client.get(LIST))
    assert client.get(page("group", group)).status_code == 404


def test_who_has_several_lists_goes_from_one_to_the_other(client, world, group):
    make_accredited(world.alice, world.programme, world.employer, now=timezone.now())
    client.force_login(world.alice)
    mine = text_of(client.get(LIST))
    assert "?part=organisation" in mine
    assert group.code not in mine
    ours = text_of(client.get(LIST, {"part": "organisation"}))
    assert group.code in ours
    assert "?part=programme" not in ours


def queries_of(client, path) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as found:
        response = client.get(path)
        body = b"".join(response) if response.streaming else response.content
        assert response.status_code == 200
        assert body
    return len(found)


@pytest.mark.parametrize("who", ["lieve", "olga", "alice"])
@pytest.mark.parametrize("path", [LIST, FILE], ids=["list", "file"])
def test_thirty_groups_take_as_many_queries_as_one(
    client, world, group, now, who, path
):
    client.force_login(getattr(world, who))
    one = queries_of(client, path)
    for _number in range(29):
        hold(world, make_group(world, now=now), 1, now=now)
    assert queries_of(client, path) == one


@pytest.mark.parametrize("who", ["lieve", "olga", "alice"])
def test_a_group_of_ten_takes_as_many_queries_as_one_of_one(client, world, now, who):
    group = make_group(world, now=now)
    hold(world, group, 1, now=now)
    client.force_login(getattr(world, who))
    one = queries_of(client, page("group", group))
    hold(world, group, *range(2, 11), now=now)
    assert queries_of(client, page("group", group)) == one


def test_the_owner_sets_how_many_meetings_a_whole_group_has(client, world):
    make_programme(world.owner_body, code="other")
    client.force_login(world.olga)
    shown = text_of(client.get(reverse("trainers:numbers", args=["frontline"])))
    assert 'name="group_meetings"' in shown


def test_the_page_of_a_group_reads_its_meetings_and_trainers_once(
    client, world, group, now
):
    client.force_login(world.lieve)
    for state in ("running", "finished"):
        if state == "finished":
            finish_group(group, actor=world.lieve, now=now)
        with CaptureQueriesContext(connection) as found:
            assert client.get(page("group", group)).status_code == 200
        for table in ("trainers_groupmeeting", "trainers_groupfacilitator"):
            read = [
                one["sql"]
                for one in found
                if one["sql"].split("FROM")[1].split()[0] == f'"{table}"'
            ]
            assert len(read) == 1, state
