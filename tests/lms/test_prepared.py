import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.db.models import CharField, Count, DateTimeField, Q, UUIDField
from django.utils import timezone

from lms.models.background import TaskLease
from lms.prepared import Given, Prepared

pytestmark = pytest.mark.django_db

APPS = ("courses", "organisations", "nowhere")


def permissions():
    return Permission.objects.select_related("content_type").annotate(
        held=Count("group")
    )


@pytest.fixture
def of_app():
    return Prepared(
        lambda: (
            permissions()
            .filter(content_type__app_label=Given("app", CharField()))
            .order_by("-codename")
        )
    )


def test_it_answers_what_the_queryset_answers(of_app, django_assert_num_queries):
    Group.objects.create(name="some").permissions.set(
        Permission.objects.filter(codename__startswith="add")
    )
    for app in APPS:
        plain = list(
            permissions().filter(content_type__app_label=app).order_by("-codename")
        )
        with django_assert_num_queries(1):
            found = of_app.ask(app=app)
            assert [(one, one.held, one.content_type) for one in found] == [
                (one, one.held, one.content_type) for one in plain
            ]


def test_it_is_put_together_once():
    built = []

    def build():
        built.append(1)
        return Group.objects.filter(name=Given("name", CharField()))

    prepared = Prepared(build)
    for app in APPS:
        prepared.ask(name=app)
    assert built == [1]


def test_it_remembers_no_rows():
    named = Prepared(lambda: Group.objects.filter(name=Given("name", CharField())))
    assert named.ask(name="late") == []
    late = Group.objects.create(name="late")
    assert named.ask(name="late") == [late]
    late.delete()
    assert named.ask(name="late") == []


def test_rows_may_be_values():
    named = Prepared(
        lambda: (
            Group.objects.filter(
                Q(name=Given("one", CharField())) | Q(name=Given("other", CharField()))
            )
            .order_by("name")
            .values_list("name", flat=True)
        )
    )
    for name in ("a", "b", "c"):
        Group.objects.create(name=name)
    assert named.ask(one="c", other="a") == ["a", "c"]
    assert named.ask(one="b", other="a") == ["a", "b"]


def test_values_are_written_as_the_database_needs_them():
    """A moment and a UUID: each database keeps these in its own way."""
    now, key = timezone.now(), uuid.uuid4()
    lease = TaskLease.objects.create(task_id=key, heartbeat_at=now)
    seen = Prepared(
        lambda: TaskLease.objects.filter(
            task_id=Given("task", UUIDField()),
            heartbeat_at__gte=Given("since", DateTimeField()),
        )
    )
    assert seen.ask(task=key, since=now) == [lease]
    assert seen.ask(task=str(key), since=now) == [lease]
    assert seen.ask(task=key, since=now + timedelta(seconds=1)) == []
    assert seen.ask(task=uuid.uuid4(), since=now) == []


def test_a_missing_value_is_an_error(of_app):
    with pytest.raises(KeyError):
        of_app.ask(application="courses")


def test_two_questions_in_one_are_refused():
    prepared = Prepared(
        lambda: Group.objects.filter(name=Given("name", CharField())).prefetch_related(
            "permissions"
        )
    )
    with pytest.raises(ValueError, match="prefetch"):
        prepared.ask(name="some")
