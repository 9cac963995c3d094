"""Photos and scans of signed sheets: kept for those who take attendance, and not long."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lms.models import AuditEntry
from tests.factories.attendance import blocks, make_day
from tests.factories.trainers import make_world
from trainers.domain.attendance.sheets import forget_sheets
from trainers.domain.attendance.window import TAKEN_WITHIN
from trainers.models import PaperSheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(beekstad, alice, bob):
    # Pages ask for now.
    return make_world(beekstad, alice, bob, now=timezone.now())


@pytest.fixture
def session(world):
    return make_day(world, world.bob, now=timezone.now(), days=(30, 31))


def page(name, session):
    return reverse(f"trainers:{name}", args=[session.uuid])


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_photo_is_kept_without_what_rides_along_and_removed(
    client, world, session, picture, django_capture_on_commit_callbacks
):
    client.force_login(world.lieve)
    client.post(page("paper_sheet_add", session), {"file": picture()})
    sheet = PaperSheet.objects.get()
    assert sheet.added_by == world.lieve
    shown = text_of(client.get(page("attendance_paper", session)))
    assert "added by Lieve Peeters" in shown
    answer = client.get(page("paper_sheet", sheet))
    content = b"".join(answer)
    assert content.startswith(b"\xff\xd8")
    assert b"where it was taken" not in content
    assert answer["Content-Disposition"].startswith("attachment")
    storage, name = sheet.file.storage, sheet.file.name
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page("paper_sheet_remove", sheet))
    sheet.refresh_from_db()
    assert (sheet.file.name, sheet.forgotten_at is None) == ("", False)
    assert not storage.exists(name)
    assert client.get(page("paper_sheet", sheet)).status_code == 404
    whats = AuditEntry.objects.filter(action__startswith="trainers.paper_sheet")
    assert list(whats.order_by("pk").values_list("action", flat=True)) == [
        "trainers.paper_sheet_added",
        "trainers.paper_sheet_removed",
    ]


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"\xff\xd8\xff", b"GIF89a", b"x" * (5 * 1024**2 + 1)]
)
def test_what_is_no_picture_or_too_large_is_not_kept(
    client, world, session, picture, content
):
    client.force_login(world.lieve)
    answer = client.post(
        page("paper_sheet_add", session), {"file": picture(content)}, follow=True
    )
    assert "notice" in text_of(answer)
    assert not PaperSheet.objects.exists()


def test_sheets_are_forgotten_half_a_year_after_the_last_block(
    client, world, session, picture
):
    client.force_login(world.lieve)
    client.post(page("paper_sheet_add", session), {"file": picture()})
    sheet = PaperSheet.objects.get()
    end = blocks(session)[-1].ends_at + TAKEN_WITHIN
    assert forget_sheets(end) == 0
    storage, name = sheet.file.storage, sheet.file.name
    later = end + timedelta(seconds=1)
    assert forget_sheets(later) == 1
    sheet.refresh_from_db()
    assert (sheet.file.name, sheet.forgotten_at) == ("", later)
    assert not storage.exists(name)
    assert forget_sheets(later) == 0
