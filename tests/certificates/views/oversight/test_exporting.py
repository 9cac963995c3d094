import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from certificates.domain.correcting import reissue
from certificates.domain.life import revoke
from lms.models import AuditEntry
from tests.factories.certificates import more_certificates


def address(form):
    return reverse("certificates_register:export", args=[form])


def rows_of(answer, form):
    content = b"".join(answer.streaming_content)
    if form == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(content)).active
    assert all(cell.data_type in "sn" for row in sheet for cell in row)
    return [[cell.value or "" for cell in row] for row in sheet]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_filtered_rows_are_in_the_file(form, olgas, olga, certificate, now):
    (newer,) = more_certificates(certificate, 1, now=now)
    revoke(certificate, reason_code="issued-in-error", actor=olga, now=now)
    answer = olgas.get(address(form), {"state": "revoked"})
    assert f"register-2026-11-21.{form}" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    head, *rows = rows_of(answer, form)
    assert len(rows) == 1
    assert rows[0][:2] == [certificate.number, "Bob Đorđe Wiśniewski"]
    assert rows[0][7:] == ["2026-11-21", "2028-11-21", "Revoked", "2026-11-21"]
    assert len(head) == len(rows[0])
    assert len(rows_of(olgas.get(address(form)), form)) == 3
    assert newer.number in str(rows_of(olgas.get(address(form)), form))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ['=HYPERLINK("x")', "+1", "-1", "@SUM(A1)"])
def test_no_name_becomes_a_formula(name, form, olgas, olga, certificate, now):
    new = reissue(certificate, name, actor=olga, now=now)
    rows = rows_of(olgas.get(address(form), {"words": new.number}), form)
    assert rows[1][1] == f"'{name}"


def test_who_took_which_rows_out_is_in_the_log(olgas, olga, certificate):
    rows_of(olgas.get(address("csv"), {"sector": "POL", "words": "Bob"}), "csv")
    entry = AuditEntry.objects.get(action="certificates.register_exported")
    assert entry.actor == olga
    assert entry.data["rows"] == 1
    assert entry.data["as_of"] == "2026-11-21"
    assert "Bob" not in str(entry.data)


def test_another_owner_takes_nothing_out(client, oscar, alice, certificate, today):
    client.force_login(oscar)
    for form in ("csv", "xlsx"):
        assert len(rows_of(client.get(address(form)), form)) == 1
    client.force_login(alice)
    assert client.get(address("csv")).status_code == 404


def test_what_cannot_be_asked_or_is_no_form_is_not_found(olgas, certificate):
    assert olgas.get(address("pdf")).status_code == 404
    assert olgas.get(address("csv"), {"state": "wrong"}).status_code == 404


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_costs_the_same_for_one_and_for_thirty(
    form, olgas, certificate, django_assert_max_num_queries
):
    rows_of(olgas.get(address(form)), form)
    with django_assert_max_num_queries(30) as one:
        rows_of(olgas.get(address(form)), form)
    more_certificates(certificate, 29)
    with django_assert_max_num_queries(30) as thirty:
        assert len(rows_of(olgas.get(address(form)), form)) == 31
    assert len(one) == len(thirty)
