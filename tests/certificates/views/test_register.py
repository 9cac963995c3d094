import io
import re
import subprocess
import uuid
from datetime import UTC, datetime, timedelta
from shutil import which

import pytest
import segno
import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse

from certificates.domain.award import award_certificate
from certificates.domain.document import certificate_pdf
from certificates.domain.life import revoke, supersede, suspend
from certificates.models import Certificate
from tests.factories.certificates import (
    complete,
    make_rule,
    more_certificates,
    next_completion,
)

LIST = reverse("certificates:list")
NAMES = [
    "Bob Đorđe Wiśniewski",
    "Žaneta Đurić-Čović",
    "Ștefan Ionuţ Łukaszewicz",
    "Καλλιόπη Παπαδοπούλου",
    "Олена Шевченко",
    "Maximiliana-Wilhelmina Wolfeschlegelsteinhausenbergerdorff van den Bogaerde "
    "tot Opper-Heylissem en Neder-Over-Heembeek",
]


def address(name, certificate):
    return reverse(f"certificates:{name}", args=[certificate.uuid])


def programs(*names):
    for name in names:
        if which(name) is None:
            pytest.skip(f"{name} is not installed")


def run(*command, content=b""):
    return subprocess.run(
        command, input=content, capture_output=True, check=True
    ).stdout


def decoded(picture: bytes) -> str:
    """What a scanner reads in a PNG."""
    programs("zbarimg")
    return run("zbarimg", "--quiet", "--raw", "-", content=picture).decode().strip()


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def bobs(client, bob):
    client.force_login(bob)
    return client


@pytest.mark.parametrize("page", ["detail", "qr", "pdf"])
@pytest.mark.parametrize("person", ["alice", "charlie"])
def test_somebody_elses_certificate_does_not_exist(
    page, person, client, certificate, request
):
    client.force_login(request.getfixturevalue(person))
    assert client.get(address(page, certificate)).status_code == 404
    assert certificate.number not in client.get(LIST).content.decode()


@pytest.mark.parametrize("page", ["detail", "qr", "pdf"])
def test_strangers_are_asked_to_sign_in(page, client, certificate):
    response = client.get(address(page, certificate))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))
    assert client.get(LIST).status_code == 302


@pytest.mark.parametrize("page", ["detail", "qr", "pdf"])
def test_an_unknown_certificate_is_not_found(page, bobs, certificate):
    assert (
        bobs.get(reverse(f"certificates:{page}", args=[uuid.uuid4()])).status_code
        == 404
    )


def test_nothing_here_answers_to_post(bobs, certificate):
    for page in ("detail", "qr", "pdf"):
        assert bobs.post(address(page, certificate)).status_code == 405
    assert bobs.post(LIST).status_code == 405


def test_the_list_shows_name_sector_state_and_dates(bobs, certificate):
    page = bobs.get(LIST).content.decode()
    for words in (
        "Frontline Prevention, Basic - Police (local and federal)",
        "21 November 2026",
        "21 November 2028",
        ">Valid<",
        address("detail", certificate),
    ):
        assert words in page


def test_who_has_none_reads_how_to_earn_one(client, alice):
    client.force_login(alice)
    page = client.get(LIST).content.decode()
    assert "Your certificates will be here" in page
    assert reverse("courses:catalogue") in page


def test_the_list_costs_the_same_with_one_and_with_thirty(
    bobs, certificate, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12) as one:
        bobs.get(LIST)
    more_certificates(certificate, 29)
    with django_assert_max_num_queries(12) as thirty:
        page = bobs.get(LIST)
    assert len(page.context["cards"]) == 30
    assert len(thirty) == len(one)


def test_the_certificate_page_keeps_the_budget(
    bobs, certificate, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        bobs.get(address("detail", certificate))


def test_the_page_says_what_the_certificate_says(bobs, certificate):
    page = bobs.get(address("detail", certificate)).content.decode()
    for words in (
        "Bob Đorđe Wiśniewski",
        "Frontline Prevention, Basic - Police (local and federal)",
        "Course en, edition 1",
        "22 minutes",
        "21 November 2026",
        "21 November 2028, that day included",
        "Beekstad",
        "<bdi>Zoë D’Hondt</bdi>, Programme owner",
        certificate.number,
        address("qr", certificate),
        address("pdf", certificate),
        reverse("certificates:verify_number", args=[certificate.number]),
        reverse("library:help"),
    ):
        assert words in page, words
    assert page.count("<h1") == 1


def test_the_page_speaks_the_readers_language(client, bob, certificate):
    bob.language = "nl"
    bob.save()
    client.force_login(bob)
    page = client.get(address("detail", certificate))
    assert "Eerstelijnspreventie, basis - Politie" in page.content.decode()


def test_the_page_tells_what_happened(bobs, certificate, admin_user, now):
    suspend(certificate, reason_code="complaint", actor=admin_user, now=now)
    page = bobs.get(address("detail", certificate)).content.decode()
    assert "It does not count for the time being." in page
    assert ">Suspended<" in page
    # A code that is none of ours is for the register.
    assert "complaint" not in page


@pytest.mark.parametrize(
    ("after", "says"),
    [
        (timedelta(days=700), "Take the course again before its last day"),
        (timedelta(days=900), "Take the course again for a new one"),
    ],
)
def test_the_page_says_what_to_do_when_time_runs_out(
    bob, client, certificate, now, after, says
):
    with time_machine.travel(now + after, tick=False):
        client.force_login(bob)
        assert says in client.get(address("detail", certificate)).content.decode()


def test_revoked_and_superseded_are_told(bobs, certificate, admin_user, now):
    newer, newest = more_certificates(certificate, 2, now=now)
    revoke(certificate, reason_code="error", actor=admin_user, now=now)
    supersede(newer, newest, reason_code="renewed", actor=admin_user, now=now)
    assert (
        "It does not count any more."
        in bobs.get(address("detail", certificate)).content.decode()
    )
    assert (
        "A newer certificate has taken its place."
        in bobs.get(address("detail", newer)).content.decode()
    )


def test_the_code_on_the_page_leads_to_the_check(bobs, certificate, settings):
    settings.RELAY_BASE_URL = "https://relay.example"
    response = bobs.get(address("qr", certificate))
    assert response["Content-Type"] == "image/svg+xml"
    assert "no-store" in response["Cache-Control"]
    expected = f"https://relay.example/verify/{certificate.number}/"
    code = segno.make(expected, error="m", micro=False)
    svg, png = io.BytesIO(), io.BytesIO()
    code.save(svg, kind="svg", border=4, light="#fff", omitsize=True)
    assert response.content == svg.getvalue()
    code.save(png, kind="png", border=4, scale=4)
    assert decoded(png.getvalue()) == expected


def test_the_pdf_is_one_page_with_our_fonts(bobs, certificate, tmp_path):
    programs("pdfinfo", "pdffonts")
    response = bobs.get(address("pdf", certificate))
    assert response["Content-Type"] == "application/pdf"
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert f'filename="{certificate.number}.pdf"' in response["Content-Disposition"]
    path = tmp_path / "certificate.pdf"
    path.write_bytes(response.content)
    info = run("pdfinfo", str(path)).decode()
    assert re.search(r"Pages:\s+1\n", info)
    assert re.search(r"Page size:\s+841\.\d+ x 595\.\d+ pts \(A4\)", info)
    fonts = run("pdffonts", str(path)).decode().splitlines()[2:]
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts)


@pytest.mark.parametrize("name", NAMES)
def test_names_read_back_from_the_pdf(name, rule, small_course, bob, now, tmp_path):
    programs("pdftotext", "pdfinfo")
    bob.printed_name = name
    bob.save()
    certificate = award_certificate(complete(small_course, bob, now=now), now=now)
    path = tmp_path / "certificate.pdf"
    path.write_bytes(certificate_pdf(certificate, language="en"))
    text = run("pdftotext", "-layout", str(path), "-").decode()
    flat = " ".join(text.split())
    assert name in flat
    assert "Frontline Prevention, Basic - Police (local and federal)" in flat
    assert "Sector: Police (local and federal)" in flat
    for words in (
        certificate.number,
        "21 November 2026",
        "21 November 2028",
        "Zoë D’Hondt",
        "Programme owner",
        "Beekstad",
        "22 minutes",
    ):
        assert words in flat, words
    assert re.search(r"Pages:\s+1\n", run("pdfinfo", str(path)).decode())


def test_the_longest_name_stays_on_the_page(rule, small_course, bob, now, tmp_path):
    programs("pdftotext", "pdfinfo")
    bob.printed_name = "W" * 120
    bob.save()
    certificate = award_certificate(complete(small_course, bob, now=now), now=now)
    path = tmp_path / "certificate.pdf"
    path.write_bytes(certificate_pdf(certificate, language="de"))
    boxes = run("pdftotext", "-bbox", str(path), "-").decode()
    rights = [float(right) for right in re.findall(r'xMax="([\d.]+)"', boxes)]
    assert max(rights) <= 842 - 20
    assert re.search(r"Pages:\s+1\n", run("pdfinfo", str(path)).decode())


def test_the_code_in_the_pdf_leads_to_the_check(bobs, certificate, settings, tmp_path):
    programs("pdftoppm", "zbarimg")
    settings.RELAY_BASE_URL = "https://relay.example"
    path = tmp_path / "certificate.pdf"
    path.write_bytes(bobs.get(address("pdf", certificate)).content)
    picture = run("pdftoppm", "-png", "-r", "150", "-singlefile", str(path))
    assert decoded(picture) == f"https://relay.example/verify/{certificate.number}/"


@pytest.mark.parametrize(
    ("asked", "sector"),
    [
        ("", "Police (local and federal)"),
        ("?lang=nl", "Politie"),
        ("?lang=fr", "Police"),
        ("?lang=de", "Polizei"),
    ],
)
def test_the_pdf_is_in_the_language_asked_for(asked, sector, bobs, certificate):
    programs("pdftotext")
    content = bobs.get(address("pdf", certificate) + asked).content
    text = " ".join(run("pdftotext", "-", "-", content=content).decode().split())
    assert re.search(rf"Sect\w+: {re.escape(sector)}", text) or sector in text
    assert f"- {sector}" in text


def test_without_asking_it_is_in_the_language_it_was_earned_in(
    rule, small_course, bob, now, client
):
    completion = complete(small_course, bob, now=now, language="nl")
    certificate = award_certificate(completion, now=now)
    client.force_login(bob)
    assert b"/Lang (nl)" in client.get(address("pdf", certificate)).content


@pytest.mark.parametrize("language", ["es", "nl-be", "../nl", "x" * 3000])
def test_a_language_it_has_no_words_in_is_not_found(language, bobs, certificate):
    response = bobs.get(address("pdf", certificate), {"lang": language})
    assert response.status_code == 404


def test_the_pdf_is_the_same_on_any_day_and_in_any_state(certificate, admin_user, now):
    before = certificate_pdf(certificate, language="fr")
    with time_machine.travel(datetime(2031, 1, 1, tzinfo=UTC)):
        revoke(certificate, reason_code="error", actor=admin_user, now=now)
        again = Certificate.objects.get(pk=certificate.pk)
        assert certificate_pdf(again, language="fr") == before


def test_a_name_we_cannot_print_is_told_and_the_page_stays(
    rule, small_course, bob, now, client
):
    bob.printed_name = "渡辺 Bob"
    bob.save()
    certificate = award_certificate(complete(small_course, bob, now=now), now=now)
    client.force_login(bob)
    response = client.get(address("pdf", certificate))
    assert response["Location"] == address("detail", certificate)
    (told,) = get_messages(response.wsgi_request)
    assert "渡 辺" in str(told)
    assert "渡辺 Bob" in client.get(address("detail", certificate)).content.decode()


def test_a_certificate_without_name_or_end_is_printed(small_course, bob, now, client):
    programs("pdftotext")
    bob.printed_name = ""
    bob.save()
    make_rule(small_course.course, validity_months=None)
    certificate = award_certificate(complete(small_course, bob, now=now), now=now)
    client.force_login(bob)
    for page in (
        client.get(LIST).content.decode(),
        client.get(address("detail", certificate)).content.decode(),
        run(
            "pdftotext",
            "-",
            "-",
            content=client.get(address("pdf", certificate)).content,
        ).decode(),
    ):
        assert "Does not expire" in page


def test_markup_in_a_name_stays_text(rule, small_course, bob, now, client):
    programs("pdftotext")
    bob.printed_name = "<b>Bob</b> & {{ 7|add:7 }}"
    bob.save()
    certificate = award_certificate(complete(small_course, bob, now=now), now=now)
    client.force_login(bob)
    page = client.get(address("detail", certificate)).content.decode()
    assert "&lt;b&gt;Bob&lt;/b&gt; &amp; {{ 7|add:7 }}" in page
    pdf = client.get(address("pdf", certificate)).content
    assert "<b>Bob</b> & {{ 7|add:7 }}" in " ".join(
        run("pdftotext", "-", "-", content=pdf).decode().split()
    )


def test_a_certificate_of_tomorrow_is_not_shown_yet(bobs, certificate, now):
    ahead = next_completion(
        certificate.completion.enrolment, cycle=2, now=now + timedelta(days=2)
    )
    early = award_certificate(ahead, now=now)
    assert bobs.get(address("detail", early)).status_code == 404


def test_the_shell_leads_to_the_certificates(bobs):
    page = bobs.get(LIST).content.decode()
    assert f'href="{LIST}" aria-current="page"' in page
