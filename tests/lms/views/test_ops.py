from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from lms.background import leases
from lms.models import OutgoingMail
from tests.lms import sample_tasks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]


def bury_a_task():
    sample_tasks.fails_for_good.enqueue()
    claim = leases.claim_next("w", now=timezone.now())
    leases.fail(claim, error=ValueError("<b>no paper</b>"), now=timezone.now())
    return claim.task_id


def test_nobody_but_a_superuser_learns_of_the_page(client, alice):
    urls = [reverse("operations"), reverse("operations_retry", args=[uuid4()])]
    for sign_in in (lambda: None, lambda: client.force_login(alice)):
        sign_in()
        for url in urls:
            assert client.get(url).status_code == 404
            assert client.post(url).status_code == 404


def test_the_page_says_that_no_worker_is_alive(client, admin_user):
    client.force_login(admin_user)
    assert "No worker is alive." in client.get(reverse("operations")).text
    now = timezone.now()
    leases.report_worker("w-1", started_at=now, task_id=None, now=now)
    page = client.get(reverse("operations")).text
    assert "No worker is alive." not in page
    assert "w-1: alive" in page


def test_a_dead_letter_shows_its_error_escaped_and_can_be_tried_again(
    client, admin_user
):
    client.force_login(admin_user)
    task_id = bury_a_task()
    page = client.get(reverse("operations")).text
    assert "ValueError: &lt;b&gt;no paper&lt;/b&gt;" in page
    url = reverse("operations_retry", args=[task_id])
    assert url in page
    assert client.get(url).status_code == 405
    assert client.post(url).url == reverse("operations")
    assert DBTaskResult.objects.get().status == "READY"
    # A second click, from a page that is out of date, changes nothing.
    assert client.post(url).url == reverse("operations")


def test_unsent_mail_is_listed_without_its_address(client, admin_user, now):
    client.force_login(admin_user)
    OutgoingMail.objects.create(
        to=["bob@example.org"],
        template="kernel/hello",
        language="en",
        created_at=now,
        last_error="ConnectionRefusedError",
    )
    page = client.get(reverse("operations")).text
    assert "kernel/hello" in page
    assert "ConnectionRefusedError" in page
    assert "bob@example.org" not in page


def test_a_long_queue_is_called_too_long(client, admin_user):
    client.force_login(admin_user)
    sample_tasks.add.enqueue(1, 2)
    assert "(too long)" not in client.get(reverse("operations")).text
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=6))
    assert "(too long)" in client.get(reverse("operations")).text


def test_the_page_asks_the_same_queries_for_1_and_30_rows(client, admin_user):
    client.force_login(admin_user)
    url = reverse("operations")
    client.get(url)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    bury_a_task()
    one = queries()
    for _ in range(29):
        bury_a_task()
    assert queries() == one
