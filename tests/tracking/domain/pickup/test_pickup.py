import os
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.utils import timezone

from lms.errors import DomainError
from lms.models import AuditEntry, OutgoingMail
from lms.storage import private_storage
from organisations.enums import Level, Role
from organisations.models import LineManager, Membership, User
from tests.factories.organisations import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.factories.staff import csv_of, workbook_of
from tracking.domain.pickup import folders, taking
from tracking.domain.pickup.following import coordinators_of, follow
from tracking.domain.pickup.setting import pickup_of, set_pickup
from tracking.domain.pickup.taking import forget_files, take_files
from tracking.domain.staff.asking import bring_list, take_back
from tracking.enums import PickupState, StaffImportState
from tracking.models import Pickup, PickupFile, StaffImport

pytestmark = pytest.mark.django_db
NEW = ("new@beekstad.example", "New Person", "POL")


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    """An empty private storage."""
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }
    return tmp_path


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def admin():
    return User.objects.create_superuser("admin@relay.example")


@pytest.fixture
def pickup(beekstad, alice, now):
    return Pickup.objects.create(organisation=beekstad, set_at=now)


def put(name, data, code="beekstad", *, minutes=10):
    """A file that came so many minutes ago."""
    storage = private_storage()
    path = storage.save(f"inbox/{code}/{name}", ContentFile(data))
    at = timezone.now().timestamp() - minutes * 60
    os.utime(storage.path(path), (at, at))
    return path


def lying(where="", code="beekstad"):
    storage, folder = private_storage(), f"inbox/{code}/{where}".rstrip("/")
    return sorted(storage.listdir(folder)[1]) if storage.exists(folder) else []


def tick(now):
    take_files(now)
    follow(now)


def mails():
    return [(one.to, one.template) for one in OutgoingMail.objects.order_by("pk")]


def test_a_file_becomes_a_list_that_waits_and_its_coordinator_is_told(
    pickup, now, django_capture_on_commit_callbacks
):
    put("staff.csv", csv_of(NEW))
    with django_capture_on_commit_callbacks(execute=True):
        tick(now)
    run = StaffImport.objects.get()
    file = PickupFile.objects.get()
    assert (run.state, run.asked_by) == (StaffImportState.LOOKED, None)
    assert (file.state, file.run, file.told_at) == (PickupState.ASKED, run, now)
    assert not User.objects.filter(email="new@beekstad.example").exists()
    (sent,) = mail.outbox
    assert sent.to == ["alice@beekstad.example"]
    assert "1 person would change" in sent.body
    assert f"/organisation/beekstad/staff/{run.pk}/" in sent.body
    assert (lying(), lying("done")) == ([], ["staff.csv"])


def test_the_same_file_is_never_taken_twice(pickup, now):
    put("staff.csv", csv_of(NEW))
    tick(now)
    put("staff.csv", csv_of(NEW))
    tick(now)
    tick(now)
    assert StaffImport.objects.count() == 1
    assert (lying(), lying("done")) == ([], ["staff.csv"])
    put("staff.csv", csv_of(("other@beekstad.example", "Other", "POL")))
    tick(now)
    assert StaffImport.objects.count() == 2
    assert len(lying("done")) == 2


def test_a_worker_that_is_killed_before_it_moved_a_file_takes_it_once(
    pickup, now, monkeypatch
):
    put("staff.csv", csv_of(NEW))

    def killed(*given, **words):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(folders, "move", killed)
        with pytest.raises(KeyboardInterrupt):
            take_files(now)
    assert StaffImport.objects.count() == 1
    tick(now)
    assert StaffImport.objects.count() == 1
    assert lying("done") == ["staff.csv"]
    assert PickupFile.objects.get().kept_as == "inbox/beekstad/done/staff.csv"


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("staff.pdf", b"%PDF-1.4", "Only CSV"),
        ("staff.csv", b"", "empty"),
        ("staff.csv", b"e-mail;email\na@x.example;b@x.example", "mean the same"),
    ],
)
def test_what_cannot_be_taken_lies_with_its_reason_and_is_told(
    pickup, now, name, data, why, beekstad
):
    beekstad.language_regime = "nl"
    put(name, data)
    tick(now)
    file = PickupFile.objects.get()
    assert (file.state, file.run) == (PickupState.FAILED, None)
    assert lying("failed") == [name, f"{name}.reason.txt"]
    assert file.reason
    assert mails() == [(["alice@beekstad.example"], "tracking/mail/picked_up")]
    tick(now)
    assert len(mails()) == 1


def test_of_what_nobody_may_bring_nothing_is_kept(pickup, now):
    put("staff.csv", b"e-mail;nationality\na@x.example;BE")
    tick(now)
    file = PickupFile.objects.get()
    assert (file.state, file.kept_as) == (PickupState.FAILED, "")
    assert (lying(), lying("done"), lying("failed")) == ([], [], [])


def test_what_is_too_large_is_not_read(pickup, now, monkeypatch):
    monkeypatch.setattr(folders, "MOST_BYTES", 10)
    put("staff.csv", csv_of(NEW))
    tick(now)
    assert PickupFile.objects.get().state == PickupState.FAILED
    assert lying() == []


def test_what_is_still_being_written_is_left_alone(pickup, now):
    put("staff.csv", csv_of(NEW), minutes=1)
    put("other.csv.part", csv_of(NEW))
    put(".hidden.csv", csv_of(NEW))
    tick(now)
    assert not PickupFile.objects.exists()
    assert len(lying()) == 3


def test_a_workbook_is_taken_too(pickup, now):
    put("staff.xlsx", workbook_of(("e-mail", "name", "sector"), NEW))
    tick(now)
    assert PickupFile.objects.get().state == PickupState.ASKED


def test_unknown_columns_wait_for_a_coordinator(pickup, now):
    put("staff.csv", b"e-mail;shoe size\na@x.example;44")
    tick(now)
    assert PickupFile.objects.get().state == PickupState.ASKED
    assert StaffImport.objects.get().state == StaffImportState.MATCHING
    assert len(mails()) == 1


def test_a_list_that_changes_nothing_is_set_aside_and_nobody_is_written_to(
    pickup, now, bob
):
    put("staff.csv", csv_of((bob.email,)))
    tick(now)
    assert PickupFile.objects.get().state == PickupState.NOTHING
    assert StaffImport.objects.get().state == StaffImportState.SET_ASIDE
    assert mails() == []


class TestByItself:
    @pytest.fixture(autouse=True)
    def twenty(self, pickup, beekstad):
        Pickup.objects.update(carries_out=True, most_percent=10, is_everybody=True)
        self.people = [
            MembershipFactory(organisation=beekstad).user for _number in range(20)
        ]

    def lines(self, *, without=0, changing=0):
        stay = self.people[without:]
        return [
            (one.email, "", "", "clerk" if at < changing else "")
            for at, one in enumerate(stay)
        ]

    def state(self, lines, now):
        put("staff.csv", csv_of(*lines))
        tick(now)
        return PickupFile.objects.get().state

    def test_little_is_carried_out_and_told_and_can_be_taken_back(self, now, alice):
        lines = [*self.lines(without=1), NEW]
        assert self.state(lines, now) == PickupState.CARRIED_OUT
        assert User.objects.filter(email="new@beekstad.example").exists()
        run = StaffImport.objects.get()
        assert (run.state, run.decided_by) == (StaffImportState.DONE, None)
        assert len(mails()) == 1
        take_back(run, actor=alice, now=timezone.now())

    def test_the_share_itself_is_too_much(self, now):
        assert self.state(self.lines(without=2), now) == PickupState.ASKED
        assert Membership.objects.filter(ends_on__isnull=False).count() == 0

    def test_changes_count_like_leaving(self, now):
        assert self.state(self.lines(changing=2), now) == PickupState.ASKED

    def test_one_mistake_stops_it(self, now):
        lines = [*self.lines(), ("no address", "", "")]
        assert self.state(lines, now) == PickupState.ASKED

    def test_a_line_manager_who_is_not_known_stops_it(self, now):
        headings = ("e-mail", "line manager")
        lines = [(one.email, "") for one in self.people]
        lines[0] = (self.people[0].email, "nobody@x.example")
        put("staff.csv", csv_of(*lines, headings=headings))
        tick(now)
        assert PickupFile.objects.get().state == PickupState.ASKED

    def test_line_managers_are_named_by_itself(self, now):
        headings = ("e-mail", "line manager")
        lines = [(one.email, "") for one in self.people]
        lines[0] = (self.people[0].email, self.people[1].email)
        put("staff.csv", csv_of(*lines, headings=headings))
        tick(now)
        assert PickupFile.objects.get().state == PickupState.CARRIED_OUT
        named = LineManager.objects.get()
        assert (named.person, named.manager) == tuple(self.people[:2])

    def test_it_is_off_unless_switched_on(self, now):
        Pickup.objects.update(carries_out=False)
        assert self.state([*self.lines(), NEW], now) == PickupState.ASKED


def test_where_nobody_was_before_somebody_looks(now, alice):
    place = OrganisationFactory(code="fresh")
    Pickup.objects.create(organisation=place, carries_out=True, set_at=now)
    put("staff.csv", csv_of(NEW), code="fresh")
    tick(now)
    assert PickupFile.objects.get().state == PickupState.ASKED


def test_only_folders_that_are_switched_on_are_read(pickup, now, valmont):
    put("staff.csv", csv_of(NEW), code=valmont.code)
    put("staff.csv", csv_of(NEW))
    Pickup.objects.update(is_on=False)
    tick(now)
    assert not PickupFile.objects.exists()


def test_a_folder_that_cannot_be_read_holds_up_no_other(
    pickup, now, valmont, monkeypatch, caplog
):
    Pickup.objects.create(organisation=valmont, set_at=now)
    put("staff.csv", csv_of(NEW), code=valmont.code)
    real = folders.files_in

    def broken(organisation, **words):
        if organisation.code == "beekstad":
            raise OSError("gone")
        return real(organisation, **words)

    monkeypatch.setattr(folders, "files_in", broken)
    assert take_files(now) == 1
    assert "cannot be read" in caplog.text


def test_many_files_are_taken_some_at_a_time(pickup, now, monkeypatch):
    monkeypatch.setattr(taking, "AT_ONCE", 2)
    for number in range(3):
        put(f"{number}.csv", csv_of((f"a{number}@x.example", "A", "POL")))
    assert [take_files(now), take_files(now), take_files(now)] == [2, 1, 0]


def test_after_thirty_days_a_file_is_gone_and_still_known(pickup, now):
    put("staff.csv", csv_of(NEW))
    put("bad.csv", b"")
    tick(now)
    later = now + timedelta(days=30, seconds=1)
    assert forget_files(now + timedelta(days=29)) == 0
    assert (forget_files(later), forget_files(later)) == (2, 0)
    assert (lying("done"), lying("failed")) == ([], [])
    put("staff.csv", csv_of(NEW))
    tick(later)
    assert StaffImport.objects.count() == 1


def test_a_list_that_somebody_brings_is_no_file(pickup, now, beekstad, alice):
    from tracking.domain.staff.sheets import sheet_of_file

    bring_list(beekstad, sheet_of_file(csv_of(NEW)), actor=alice, now=now)
    assert follow(now) == 0


def test_the_nearest_coordinators_are_told(beekstad, alice, now):
    part = OrganisationFactory(parent=beekstad, level=Level.DEPARTMENT)
    assert coordinators_of(part, now=now) == [alice]
    eve = UserFactory()
    MembershipFactory(user=eve, organisation=part, role=Role.COORDINATOR)
    assert coordinators_of(part, now=now) == [eve]
    assert coordinators_of(OrganisationFactory(), now=now) == []


def test_one_that_fails_holds_up_no_other(pickup, now, monkeypatch, caplog):
    from tracking.domain.pickup import following

    put("staff.csv", csv_of(NEW))
    take_files(now)

    def broken(*given, **words):
        raise ValueError("broken")

    with monkeypatch.context() as patch:
        patch.setattr(following, "coordinators_of", broken)
        assert follow(now) == 0
    assert follow(now) == 1


VALUES = {
    "is_on": True,
    "is_everybody": False,
    "sector": None,
    "carries_out": False,
    "most_percent": 5,
}


def test_administrators_alone_set_it(beekstad, alice, admin, now):
    with pytest.raises(DomainError) as refused:
        set_pickup(beekstad, actor=alice, now=now, **VALUES)
    assert refused.value.code == "not_allowed"
    set_pickup(beekstad, actor=admin, now=now, **VALUES)
    again = set_pickup(beekstad, actor=admin, now=now, **VALUES | {"is_on": False})
    assert (pickup_of(beekstad), again.is_on) == (again, False)
    assert AuditEntry.objects.filter(action="tracking.pickup_set").count() == 2
