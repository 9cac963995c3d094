import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certificates.enums import OldLineState as State
from certificates.enums import OldListState
from certificates.models import OldList
from courses.models import Completion
from tests.factories.awards import make_member, make_members, make_owner
from tests.factories.old_completions import ATTENDED, bring_old, file_of, states

LISTS = reverse("certificates:old_lists", args=["beekstad"])
QUEUE = reverse("certificates:old_queue")


@pytest.fixture
def olga(beekstad):
    return make_owner(beekstad, "Olga")


@pytest.fixture
def line(beekstad, rule):
    dora = make_member(beekstad, "Dora")
    return (dora.email, "", rule.course.code, "2011-05-04", *ATTENDED)


def list_page(run, name="old_list"):
    return reverse(f"certificates:{name}", args=["beekstad", run.pk])


def decide_page(run, name="old_decide"):
    return reverse(f"certificates:{name}", args=[run.pk])


def test_from_a_file_to_a_completion_by_two_people(client, alice, olga, line):
    client.force_login(alice)
    client.post(
        LISTS,
        {
            "file": SimpleUploadedFile("old.csv", file_of(line)),
            "given_by": "Police academy",
            "proof": SimpleUploadedFile("list.pdf", b"%PDF-1.4 x"),
        },
    )
    run = OldList.objects.get()
    page = client.get(list_page(run))
    assert "1 completion can be recognised" in page.text
    assert "2011: 1" in page.text
    client.post(list_page(run), {"ask": "1"})
    assert client.get(decide_page(run)).status_code == 404
    client.force_login(olga)
    assert "Waits for you" in client.get(QUEUE).text
    assert "Dora" in client.get(decide_page(run)).text
    proof = client.get(decide_page(run, "old_proof"))
    assert (proof["Content-Type"], proof["X-Content-Type-Options"]) == (
        "application/pdf",
        "nosniff",
    )
    # Read to its end, the file closes itself.
    assert proof.getvalue() == b"%PDF-1.4 x"
    client.post(decide_page(run), {"verdict": "all"})
    assert Completion.objects.count() == 1
    assert "Take this list back" in client.get(decide_page(run)).text
    client.post(decide_page(run), {"take_back": "1"})
    assert not Completion.objects.exists()


def test_some_lines_are_refused(client, beekstad, alice, olga, rule):
    people = make_members(beekstad, 2)
    lines = [
        (one.email, "", rule.course.code, "2011-05-04", *ATTENDED) for one in people
    ]
    run = bring_old(beekstad, *lines, actor=alice)
    client.force_login(alice)
    client.post(list_page(run), {"ask": "1"})
    client.force_login(olga)
    first, second = run.rows.order_by("line")
    client.post(decide_page(run), {"verdict": "refuse", "line": [first.pk, "x"]})
    client.post(decide_page(run), {"verdict": "some", "line": [second.pk]})
    assert states(run) == [State.REFUSED, State.DONE]
    client.post(decide_page(run), {"verdict": "nonsense"})


def test_nobody_else_sees_any_of_it(
    client, alice, bob, charlie, beekstad, valmont, line
):
    run = bring_old(beekstad, line, actor=alice)
    stranger = make_owner(valmont, "Sophie")
    for person in (bob, charlie, stranger):
        client.force_login(person)
        assert client.get(LISTS).status_code == 404
        for name in ("old_list", "old_list_csv", "old_list_progress"):
            assert client.get(list_page(run, name)).status_code == 404
        for name in ("old_decide", "old_csv", "old_proof"):
            assert client.get(decide_page(run, name)).status_code == 404
    client.force_login(bob)
    assert client.get(QUEUE).status_code == 404


def test_a_list_without_a_document_has_none_to_fetch(
    client, alice, olga, beekstad, line
):
    run = bring_old(beekstad, line, actor=alice)
    client.force_login(alice)
    client.post(list_page(run), {"ask": "1"})
    client.force_login(olga)
    assert client.get(decide_page(run, "old_proof")).status_code == 404


def test_what_cannot_be_is_told_and_can_be_downloaded(client, alice, beekstad, line):
    run = bring_old(
        beekstad, line, ("x@x.example", "", "c", "d", "p", "r"), actor=alice
    )
    client.force_login(alice)
    text = client.get(list_page(run, "old_list_csv"), {"state": "nobody"}).getvalue()
    assert len(text.decode().strip().splitlines()) == 2
    assert b"x@x.example" in text
    client.post(list_page(run), {"set_aside": "1"})
    run.refresh_from_db()
    assert run.state == OldListState.SET_ASIDE
    assert client.get(list_page(run, "old_list_progress")).json()["isUnderWay"] is False


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"file": b"nationality\nBE", "given_by": "Academy"},
        {"file": b"", "given_by": "Academy"},
        {
            "file": b"e-mail;course;date;proof;reference\na;b;c;d;e",
            "proof": b"no proof",
        },
    ],
)
def test_a_form_that_does_not_do_says_why(client, alice, given):
    client.force_login(alice)
    data = {
        name: SimpleUploadedFile(name, value) if isinstance(value, bytes) else value
        for name, value in ({"given_by": "Academy"} | given).items()
    }
    assert client.post(LISTS, data).status_code == 422
    assert not OldList.objects.exists()


@pytest.mark.parametrize("who", ["alice", "olga"])
def test_the_lists_and_lines_ask_as_much_of_one_as_of_thirty(
    client, request, alice, olga, beekstad, rule, who
):
    def bring(people):
        lines = [
            (one.email, "", rule.course.code, "2011-05-04", *ATTENDED) for one in people
        ]
        run = bring_old(beekstad, *lines, actor=alice)
        OldList.objects.filter(pk=run.pk).update(
            state=OldListState.ASKED, asked_for_at=run.asked_at
        )
        return run

    def asked(run):
        pages = (LISTS, list_page(run)) if who == "alice" else (QUEUE, decide_page(run))
        with CaptureQueriesContext(connection) as queries:
            for page in pages:
                assert client.get(page).status_code == 200
        return len(queries)

    people = make_members(beekstad, 31)
    client.force_login(request.getfixturevalue(who))
    few = bring(people[:1])
    asked(few)
    few_asked = asked(few)
    assert asked(bring(people[1:])) == few_asked
