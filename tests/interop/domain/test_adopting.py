"""Whoever belongs to an organisation before its directory says a word of them is in its
lists, however far the work in the background is."""

from datetime import date, timedelta
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from interop.domain.directory import adopting, catching_up
from interop.domain.directory.adopting import adopt_everybody
from interop.domain.tokens import withdraw_token
from interop.models import DirectoryPerson
from organisations.models import Membership, User
from tests.conftest import NOW
from tests.factories.awards import make_members
from tests.interop.conftest import GROUP, Program, let_in

pytestmark = pytest.mark.django_db
BEGAN = date(2026, 1, 1)


def clock():
    return NOW


def join(organisation, name: str, *, has_address: bool = True, **how) -> User:
    email = f"{name}@{organisation.code}.example" if has_address else None
    user = User.objects.create_user(email, printed_name=name.title())
    Membership.objects.create(
        user=user, organisation=organisation, **{"starts_on": BEGAN, **how}
    )
    return user


def listed(program: Program, query: str = "", *, at_once: int = 3) -> list[tuple]:
    """What a directory reads, page by page; nobody twice, and as many as is said."""
    found, total = [], None
    while total is None or len(found) < total:
        page = program.ask(
            "GET",
            f"/scim/v2/Users?startIndex={len(found) + 1}&count={at_once}&{query}",
        ).said
        assert page.get("Resources") or page["totalResults"] == len(found), page
        found += [
            (
                one["id"],
                one["userName"],
                one.get("displayName"),
                one.get("emails"),
                one["active"],
                one.get("title"),
            )
            for one in page.get("Resources", [])
        ]
        total = page["totalResults"]
    assert len(found) == total == len({one[0] for one in found})
    return found


def read_only(program: Program, query: str = "") -> list[tuple]:
    """The same, after which no row was made by reading."""
    with transaction.atomic():
        found = listed(program, query)
        transaction.set_rollback(True)
    return found


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(adopting, "BATCH", 2)


@pytest.fixture
def crowd(entra, beekstad, valmont, alice, bob, charlie, police):
    """Alice, Bob and six who belong to Beekstad, and two whom its directory brought of
    whom one has come since. Others are none of its business."""
    entra.bring("waits", title="Officer")
    # Is called by the address of somebody else, in capitals.
    entra.bring("EVA@beekstad.example", emails=[{"value": "e@beekstad.example"}])
    entra.bring("ines", title="Chief", emails=[{"value": "Ines@beekstad.example"}])
    entra.bring(charlie.email)
    assert DirectoryPerson.objects.filter(user=None).count() == 2
    for name in ("anna", "eva", "frank"):
        join(beekstad, name)
    join(police, "gil", has_address=False)
    join(beekstad, "hugo", has_address=False)
    Membership.objects.create(user=charlie, organisation=beekstad, starts_on=BEGAN)
    join(beekstad, "self", is_self_declared=True)
    join(beekstad, "left", ends_on=date(2026, 6, 1))
    join(valmont, "theirs")
    return entra


WHO_IS_THERE = {
    "anna@beekstad.example",
    "alice@beekstad.example",
    "bob@beekstad.example",
    "charlie@valmont.example",
    "EVA@beekstad.example",
    "frank@beekstad.example",
    "ines",
    "waits",
}


def test_a_list_holds_everybody_once_before_any_row_is_made(crowd):
    found = read_only(crowd)

    people = User.objects.filter(printed_name__in=["Eva", "Gil", "Hugo"])
    # Who has no address, or one by which somebody else is called, is called by the id.
    called_by_id = {str(one.uuid) for one in people}
    assert {one[1] for one in found} == WHO_IS_THERE | called_by_id


QUERIES = [
    "",
    "sortBy=userName",
    "sortBy=displayName&sortOrder=descending",
    "sortBy=title",
    "sortBy=id",
    "sortBy=externalId",
    "sortBy=active",
    "sortBy=emails.primary",
    "sortBy=meta.created",
    *(
        f"filter={quote(one)}"
        for one in (
            'userName eq "ANNA@beekstad.example"',
            'userName eq "eva@beekstad.example"',
            'userName ew "example"',
            'externalId eq "x"',
            "externalId pr",
            "not (externalId pr)",
            'displayName co "a" and not (title pr)',
            'title ne "Officer"',
            "title eq null",
            "active eq true",
            "active ne true",
            "active pr",
            "emails pr",
            'emails[type eq "work" or value sw "frank"]',
            "emails.primary eq true",
            "emails.primary ne true",
            "emails.primary pr",
            "groups pr",
            "not (groups pr)",
            'groups.display ne "Police"',
            'meta.created le "2026-11-21T23:59:59Z"',
            'meta.lastModified gt "2030-01-01T00:00:00Z"',
            'preferredLanguage eq "en"',
        )
    ),
]


@pytest.mark.parametrize("query", QUERIES)
def test_what_is_found_is_the_same_before_and_after(crowd, directory, query):
    before = read_only(crowd, query)
    by_reading = listed(crowd, query)

    adopt_everybody(directory, clock=clock)

    after = listed(crowd, query)
    if "meta.created" in query and "sortBy" in query:
        before, by_reading, after = map(sorted, (before, by_reading, after))
    assert before == by_reading == after


def test_somebody_without_an_address_is_found_by_the_name_that_is_their_id(crowd):
    gil = User.objects.get(printed_name="Gil")
    (found,) = crowd.found(f'filter=userName eq "{gil.uuid}"')
    assert (found["id"], found["userName"]) == (str(gil.uuid), str(gil.uuid))


def test_somebody_whose_id_is_the_name_of_another_is_in_the_list(
    entra, beekstad, directory
):
    gil = join(beekstad, "gil", has_address=False)
    entra.bring(str(gil.uuid))
    hugo = join(beekstad, "hugo", has_address=False)
    # What is left of somebody whose account became another's.
    DirectoryPerson.objects.filter(user_name=str(gil.uuid)).update(uuid=hugo.uuid)

    found = read_only(entra)

    names = {one[0]: one[1] for one in found}
    assert names[str(gil.uuid)] == f"{gil.uuid}-"
    assert names[str(hugo.uuid)] == str(gil.uuid)
    adopt_everybody(directory, clock=clock)
    assert listed(entra) == found


@pytest.mark.parametrize("chunks", [0, 1, 2, 3])
def test_a_worker_that_is_killed_leaves_the_same_list_and_the_next_goes_on(
    crowd, directory, chunks, small_chunks, monkeypatch
):
    before = read_only(crowd)
    make_known, done = adopting._make_known, []

    def killed(*args, **how):
        if len(done) == chunks:
            raise SystemExit
        done.append(make_known(*args, **how))

    monkeypatch.setattr(adopting, "_make_known", killed)
    with pytest.raises(SystemExit):
        adopt_everybody(directory, clock=clock)
    monkeypatch.setattr(adopting, "_make_known", make_known)
    rows = DirectoryPerson.objects.filter(is_adopted=True)
    assert rows.count() == 2 * chunks
    assert read_only(crowd) == before

    assert adopt_everybody(directory, clock=clock) == 7 - 2 * chunks

    assert rows.count() == 7
    made = list(rows.order_by("pk").values())
    assert adopt_everybody(directory, clock=clock) == 0
    assert list(rows.order_by("pk").values()) == made
    assert listed(crowd) == before


def test_two_at_once_make_one_row_of_each(crowd, directory, small_chunks, monkeypatch):
    before = read_only(crowd)
    row_of = adopting._row_of

    def other_first(*args, **how):
        # Between what this one read and what it writes.
        monkeypatch.setattr(adopting, "_row_of", row_of)
        adopt_everybody(directory, clock=clock)
        return row_of(*args, **how)

    monkeypatch.setattr(adopting, "_row_of", other_first)
    adopt_everybody(directory, clock=clock)

    assert DirectoryPerson.objects.filter(is_adopted=True).count() == 7
    assert listed(crowd) == before


@pytest.mark.parametrize("tries", [1, adopting.TRIES])
def test_a_name_that_somebody_took_meanwhile_is_seen(
    crowd, beekstad, directory, monkeypatch, tries
):
    monkeypatch.setattr(adopting, "TRIES", tries)
    row_of = adopting._row_of

    def taken_first(user, *args, **how):
        row = row_of(user, *args, **how)
        if user.printed_name == "Anna":
            monkeypatch.setattr(adopting, "_row_of", row_of)
            DirectoryPerson.objects.create(
                organisation=beekstad,
                user_name="ANNA@beekstad.example",
                email="other@beekstad.example",
                made_at=NOW,
                changed_at=NOW,
            )
        return row

    monkeypatch.setattr(adopting, "_row_of", taken_first)
    adopt_everybody(directory, clock=clock)

    anna = User.objects.get(printed_name="Anna")
    if tries == 1:
        # Left for the next time.
        assert not DirectoryPerson.objects.filter(user=anna).exists()
        adopt_everybody(directory, clock=clock)
    assert DirectoryPerson.objects.get(user=anna).user_name == str(anna.uuid)


def test_somebody_who_joins_while_it_is_worked_on_is_in_the_list(
    crowd, beekstad, directory, small_chunks, monkeypatch
):
    before = read_only(crowd)
    joined = []

    def ticking():
        if len(joined) < 2:
            joined.append(join(beekstad, f"new{len(joined)}"))
        return NOW

    adopt_everybody(directory, clock=ticking)
    joined.append(join(beekstad, "later", starts_on=NOW.date()))

    found = read_only(crowd)
    assert {one[0] for one in found} == {one[0] for one in before} | {
        str(one.uuid) for one in joined
    }
    assert listed(crowd) == found


def test_nobody_is_left_out_when_somebody_joins_between_two_pages(crowd, beekstad):
    before = {one[0] for one in read_only(crowd)}
    seen = set()
    for start in range(1, len(before) + 3, 3):
        seen |= {one["id"] for one in crowd.found(f"startIndex={start}&count=3")}
        if start < 7:
            join(beekstad, f"new{start}")
    assert before <= seen


def test_reading_a_late_page_first_moves_no_other(crowd):
    before = [one[0] for one in read_only(crowd)]

    late = crowd.found("startIndex=9&count=2")

    assert [one["id"] for one in late] == before[8:10]
    assert [one[0] for one in listed(crowd)] == before


def test_only_those_on_a_page_have_rows_by_reading_it(crowd):
    rows = DirectoryPerson.objects.filter(is_adopted=True)
    (found,) = crowd.found('filter=userName eq "frank@beekstad.example"')
    assert [str(one.uuid) for one in rows] == [found["id"]]
    crowd.found("count=0")
    assert rows.count() == 1


def test_whoever_accepted_is_the_one_whom_the_directory_meant(crowd, charlie):
    (before,) = crowd.found(f'filter=userName eq "{charlie.email}"')

    row = DirectoryPerson.objects.get(user=charlie)
    assert (str(row.uuid), row.is_adopted) == (before["id"], False)
    assert str(charlie.uuid) not in {one[0] for one in listed(crowd)}


def test_of_two_rows_with_one_address_the_first_has_the_person(
    entra, beekstad, directory, charlie
):
    for name in ("one", "two"):
        entra.bring(name, emails=[{"value": charlie.email}])
    Membership.objects.create(user=charlie, organisation=beekstad, starts_on=BEGAN)
    before = listed(entra)

    adopt_everybody(directory, clock=clock)

    assert listed(entra) == before
    rows = DirectoryPerson.objects.filter(user_name__in=["one", "two"])
    users = rows.order_by("pk").values_list("user", flat=True)
    assert list(users) == [charlie.pk, None]


def test_somebody_whom_no_list_showed_yet_is_found_by_id_and_put_in_a_group(crowd):
    frank = User.objects.get(printed_name="Frank")
    path = f"/scim/v2/Users/{frank.uuid}"
    made = crowd.ask(
        "POST",
        "/scim/v2/Groups",
        {
            "schemas": [GROUP],
            "displayName": "Police",
            "members": [{"value": str(frank.uuid)}],
        },
    )
    assert made.status_code == 201
    anna = User.objects.get(printed_name="Anna")
    for one in (path, f"/scim/v2/Users/{anna.uuid}"):
        assert crowd.ask("GET", one).status_code == 200


def test_the_name_of_somebody_whom_no_list_showed_yet_is_taken(crowd):
    other = [{"value": "x@beekstad.example"}]
    brought = crowd.bring("Frank@beekstad.example", emails=other)
    assert (brought.status_code, brought.said["scimType"]) == (409, "uniqueness")
    (waits,) = crowd.found('filter=userName eq "waits"')
    renamed = crowd.patch(
        f"Users/{waits['id']}",
        {"op": "replace", "path": "userName", "value": "ANNA@beekstad.example"},
    )
    assert (renamed.status_code, renamed.said["scimType"]) == (409, "uniqueness")


def test_a_page_asks_as_much_of_the_database_for_1_and_for_30(entra, beekstad):
    entra.found()
    counts = []
    for joined in (lambda: join(beekstad, "anna"), lambda: make_members(beekstad, 30)):
        joined()
        with CaptureQueriesContext(connection) as queries:
            entra.found("count=200")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_key_for_a_directory_begins_it_and_another_does_not(
    beekstad, alice, bob, that_day, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        let_in(beekstad, alice, scopes=("read",))
    assert not DirectoryPerson.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):
        let_in(beekstad, alice)

    assert set(DirectoryPerson.objects.values_list("user", "is_adopted")) == {
        (alice.pk, True),
        (bob.pk, True),
    }


def test_the_sweep_makes_up_for_who_came_since_where_a_directory_is_let_in(
    beekstad, valmont, alice, bob, charlie, that_day
):
    token, _key = let_in(beekstad, alice)
    let_in(beekstad, alice)
    let_in(valmont, charlie, scopes=("read",))

    assert catching_up.sweep(NOW) == 1
    assert DirectoryPerson.objects.count() == 2
    anna = join(beekstad, "anna")
    assert catching_up.sweep(NOW) == 1
    assert DirectoryPerson.objects.filter(user=anna).count() == 1
    assert catching_up.sweep(token.expires_at + timedelta(days=1)) == 0


def test_a_key_that_was_withdrawn_meanwhile_begins_nothing(
    beekstad, alice, bob, that_day
):
    token, _key = let_in(beekstad, alice)
    withdraw_token(token, actor=alice, now=NOW)

    assert catching_up.catch_up(token.pk, clock=clock) == 0
    assert not DirectoryPerson.objects.exists()
