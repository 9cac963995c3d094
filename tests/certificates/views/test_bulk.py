import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certificates.enums import AwardRunState
from certificates.models import AwardRun, Certificate
from lms.models import OutgoingMail
from tests.factories.awards import (
    award,
    bring,
    list_of,
    make_member,
    make_members,
    make_owner,
)

DAY = "2026-05-04"
NEW, RUNS = "/cms/awards/new/", "/cms/awards/"


@pytest.fixture
def olga(beekstad):
    return make_owner(beekstad, "Olga")


@pytest.fixture
def piet(beekstad):
    return make_owner(beekstad, "Piet")


@pytest.fixture
def run(rule, bob, olga):
    return bring(rule, (bob.email, "", DAY), ("ghost@x.example", "", DAY), actor=olga)


def address(name, run):
    return reverse(name, args=[run.pk])


def filled(rule, data: bytes, **changes) -> dict:
    return {
        "offer": f"{rule.course_id}-{rule.issuer_id}",
        "given_by": "Police academy",
        "reason": "The same programme",
        "file": SimpleUploadedFile("list.csv", data),
        **changes,
    }


def test_the_whole_way_from_a_list_to_mails(client, rule, bob, olga, piet):
    client.force_login(olga)
    assert "Bring a list" in client.get(RUNS).text
    answer = client.post(NEW, filled(rule, list_of((bob.email, "", DAY))), follow=True)
    assert "1 certificate would be awarded" in answer.text
    assert "Another programme owner has to confirm it" in answer.text
    run = AwardRun.objects.get()
    client.post(address("award_run", run), {"confirm": "1"})
    assert not Certificate.objects.exists()
    client.force_login(piet)
    assert "Confirm and award" in client.get(address("award_run", run)).text
    done = client.post(address("award_run", run), {"confirm": "1"}, follow=True)
    assert Certificate.objects.get().number in done.text
    assert not OutgoingMail.objects.exists()
    preview = client.get(address("award_run_mails", run)).text
    assert "Send 1 mail" in preview
    assert not OutgoingMail.objects.exists()
    for _time in range(2):
        client.post(address("award_run_mails", run), {"send": "1"})
    assert OutgoingMail.objects.count() == 1
    assert (
        "Nobody gets a second mail" in client.get(address("award_run_mails", run)).text
    )


def test_the_lines_can_be_filtered_and_downloaded(client, run, bob, olga):
    client.force_login(olga)
    page = client.get(address("award_run", run), {"state": "unknown"}).text
    assert "ghost@x.example" in page
    assert bob.email not in page
    file = client.get(address("award_run_report", run), {"state": "ready"})
    text = b"".join(file).decode()
    assert bob.email in text
    assert "ghost@x.example" not in text
    assert file["Content-Disposition"].startswith("attachment")
    everything = client.get(address("award_run_report", run), {"state": "nonsense"})
    assert len(b"".join(everything).decode().strip().splitlines()) == 3


def test_a_list_that_cannot_be_taken_is_told_and_kept_out(client, rule, olga):
    client.force_login(olga)
    answer = client.post(NEW, filled(rule, b"name,day\nBob,2026-05-04"))
    assert answer.status_code == 422
    assert "is not known here" in answer.text
    assert client.post(NEW, {}).status_code == 422
    assert not AwardRun.objects.exists()


def test_a_list_can_be_set_aside(client, run, olga):
    client.force_login(olga)
    client.post(address("award_run", run), {"set_aside": "1"})
    run.refresh_from_db()
    assert run.state == AwardRunState.SET_ASIDE


def test_progress_is_told_while_somebody_works(client, run, olga):
    client.force_login(olga)
    assert not client.get(address("award_run_progress", run)).json()["isUnderWay"]
    AwardRun.objects.filter(pk=run.pk).update(state=AwardRunState.LOOKING)
    told = client.get(address("award_run_progress", run)).json()
    assert (told["isUnderWay"], told["words"]) == (True, "2 of 2 lines")
    assert "Look again" in client.get(address("award_run", run)).text


def test_there_are_no_mails_before_the_award(client, run, olga):
    client.force_login(olga)
    assert client.get(address("award_run_mails", run)).status_code == 404


def test_it_exists_for_programme_owners_of_the_issuer_alone(
    client, run, alice, bob, valmont
):
    for person in (alice, bob, make_owner(valmont, "Stranger")):
        client.force_login(person)
        for name in ("award_run", "award_run_progress", "award_run_report"):
            assert client.get(address(name, run)).status_code == 404
    for person in (alice, bob):
        client.force_login(person)
        for path in (RUNS, NEW):
            assert client.get(path).status_code == 404


def test_an_owner_without_a_course_is_told_what_to_do(client, valmont, run):
    client.force_login(make_owner(valmont, "Stranger"))
    assert "Write its certificate rule first" in client.get(NEW).text
    assert "Beekstad" not in client.get(RUNS).text


def test_pages_take_as_many_queries_for_many_lines(client, rule, beekstad, olga, piet):
    people = make_members(beekstad, 31)
    client.force_login(olga)
    counted = []
    for group in (people[:1], people[1:]):
        lines = [(one.email, "", DAY) for one in group]
        run = award(bring(rule, *lines, actor=olga), actor=piet)
        client.get(address("award_run", run))
        with CaptureQueriesContext(connection) as queries:
            client.get(address("award_run", run))
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_the_list_of_lists_takes_as_many_queries_for_many(client, rule, beekstad, olga):
    eve = make_member(beekstad, "Eve")
    client.force_login(olga)
    counted = []
    for count in (1, 29):
        for _one in range(count):
            bring(rule, (eve.email, "", DAY), actor=olga)
        client.get(RUNS)
        with CaptureQueriesContext(connection) as queries:
            client.get(RUNS)
        counted.append(len(queries))
    assert counted[0] == counted[1]
