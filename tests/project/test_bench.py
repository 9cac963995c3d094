import gzip
import importlib
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import connection
from django.http import HttpResponse

import bench
from bench import (
    attendance,
    browser,
    course_pages,
    near_duplicates,
    processes,
    release,
    trainer_report,
    verify_page,
    weight,
)
from bench.middleware import QueryCountMiddleware
from bench.report import Figure, Report, median, percentile

ROOT = Path(__file__).resolve().parents[2]


# --- Percentiles ---------------------------------------------------------------------


def test_a_percentile_is_a_value_that_was_measured():
    values = [5.0, 1.0, 4.0, 2.0, 3.0]
    assert [percentile(values, share) for share in (0, 0.2, 0.21, 0.5, 0.95, 1)] == [
        1.0,
        1.0,
        2.0,
        3.0,
        5.0,
        5.0,
    ]


def test_the_95th_of_a_hundred_is_the_95th_and_not_the_slowest():
    assert percentile(range(1, 101), 0.95) == 95


def test_one_value_is_every_percentile():
    assert percentile([7.0], 0.01) == percentile([7.0], 0.99) == 7.0


def test_the_median_of_an_even_number_lies_between_the_middle_two():
    assert median([4.0, 1.0, 3.0, 2.0]) == 2.5


@pytest.mark.parametrize("of", [median, lambda values: percentile(values, 0.5)])
def test_nothing_measured_is_an_error_and_not_a_zero(of):
    with pytest.raises(ValueError, match="no values"):
        of([])


# --- Table and JSON ------------------------------------------------------------------


def made_report():
    report = Report("sample")
    section = report.section("Pages", "A note.")
    section.add(
        Figure("page: median", 30.0, "ms", floor=4.0, limit=8, limit_of="aim"),
        Figure("page: rate", 300.0, "requests/s", limit=250, at_least=True),
        Figure("page: requests", 3, "requests"),
    )
    return report


def test_a_table_shows_floor_ratio_and_verdict_and_names_what_was_missed():
    lines = made_report().table().splitlines()
    assert lines == [
        "sample",
        "======",
        "",
        "Pages",
        "  A note.",
        "",
        "  figure          value  unit        floor  value/floor  budget",
        "  --------------  -----  ----------  -----  -----------  ----------------------",
        "  page: median       30  ms              4         7.50  over budget (≤ 8, aim)",
        "  page: rate        300  requests/s      -            -  holds (≥ 250)",
        "  page: requests      3  requests        -            -",
        "",
        "Over budget: 1",
        "  page: median: 30 ms, over budget (≤ 8, aim)",
    ]


def test_a_table_without_a_miss_says_so():
    report = Report("sample")
    report.section("Pages").add(Figure("page", 8, "ms", limit=8))
    assert report.table().splitlines()[-1] == "Over budget: nothing"


def test_the_file_holds_value_unit_floor_and_ratio_of_every_figure(tmp_path):
    path = made_report().write(tmp_path / "bench")
    assert path == tmp_path / "bench" / "sample.json"
    assert json.loads(path.read_text()) == {
        "page: median": {"value": 30.0, "unit": "ms", "floor": 4.0, "ratio": 7.5},
        "page: rate": {
            "value": 300.0,
            "unit": "requests/s",
            "floor": None,
            "ratio": None,
        },
        "page: requests": {
            "value": 3,
            "unit": "requests",
            "floor": None,
            "ratio": None,
        },
    }


def test_two_figures_of_one_name_would_lose_one_in_the_file():
    report = made_report()
    report.section("More").add(Figure("page: rate", 1, "requests/s"))
    with pytest.raises(ValueError, match="two figures share a name"):
        report.as_json()


@pytest.mark.parametrize(
    ("value", "at_least", "holds"),
    [(8, False, True), (8.01, False, False), (8, True, True), (7.99, True, False)],
)
def test_a_limit_itself_still_holds(value, at_least, holds):
    assert Figure("page", value, "ms", limit=8, at_least=at_least).holds is holds


# --- What is there -------------------------------------------------------------------


def test_every_benchmark_can_be_run_and_is_described():
    described = (ROOT / "bench" / "README.md").read_text()
    for name, module in bench.BENCHMARKS.items():
        found = importlib.import_module(module)
        assert callable(found.run)
        assert found.__doc__
        assert f"| `{name}` | " in described


def test_every_benchmark_has_its_figures_in_the_document():
    document = (ROOT / "docs" / "performance.md").read_text()
    for name in bench.BENCHMARKS:
        assert f"\n{name}\n{'=' * len(name)}\n" in document


def test_a_name_that_is_none_is_refused_with_the_names_there_are():
    result = subprocess.run(
        [sys.executable, "-m", "bench", "learners_journey"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 2
    assert "no benchmark 'learners_journey'; there is learner_journey, " in (
        result.stderr
    )


# --- Instruments ---------------------------------------------------------------------


@pytest.fixture
def counting():
    def view(request):
        with connection.cursor() as cursor:
            for _query in range(request.queries):
                cursor.execute("SELECT 1")
        return HttpResponse("done")

    return QueryCountMiddleware(view)


@pytest.mark.django_db
@pytest.mark.parametrize("queries", [0, 3])
def test_a_request_that_asks_is_told_its_queries(counting, rf, queries):
    request = rf.get("/", headers={bench.ASK_FOR_QUERIES: "1"})
    request.queries = queries
    told = counting(request)["Server-Timing"]
    assert told.startswith(f'db;desc="{queries}";dur=')
    assert browser.TIMING.search(told)[1] == str(queries)


@pytest.mark.django_db
def test_a_request_that_does_not_ask_is_told_nothing(counting, rf):
    request = rf.get("/")
    request.queries = 3
    assert "Server-Timing" not in counting(request).headers


def test_the_cpu_of_a_process_grows_with_its_work():
    before = processes.cpu_seconds([os.getpid()])
    began = time.process_time()
    while time.process_time() - began < 0.1:
        sum(range(1000))
    assert processes.cpu_seconds([os.getpid()]) >= before + 0.08


def test_a_family_is_a_process_and_what_it_started():
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        assert child.pid in processes.family(os.getpid())
        assert processes.family(child.pid) == [child.pid]
        assert processes.pss_bytes([child.pid]) > 0
    finally:
        child.communicate()


def test_a_process_that_is_gone_costs_nothing():
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    assert processes.cpu_seconds([child.pid]) == 0
    assert processes.pss_bytes([child.pid]) == 0


def test_a_page_is_followed_to_its_styles_scripts_pictures_and_icons():
    page = """
      <link rel="preload" href="/f.woff2" as="font">
      <link rel="stylesheet" href="/a.css"><link rel="icon" href="/mark.svg">
      <link rel="canonical" href="/elsewhere"><script src="/a.js" defer></script>
      <script>inline</script><img src="/p.webp" alt="">
      <svg><use href="/icons.svg#x"/><use href="#own"/></svg>
    """
    assert list(weight.addresses(page)) == [
        ("font", "/f.woff2"),
        ("stylesheet", "/a.css"),
        ("other", "/mark.svg"),
        ("script", "/a.js"),
        ("image", "/p.webp"),
        ("image", "/icons.svg"),
    ]


def test_a_weight_is_counted_by_kind():
    found = weight.Weight(
        [("/", "document", 900), ("/a.css", "stylesheet", 80), ("/p", "image", 7)]
    )
    assert found.requests == 3
    assert found.bytes() == 987
    assert found.bytes(only="stylesheet") == 80
    assert found.bytes(without="image") == 980


def test_a_browser_keeps_cookies_and_speaks_as_through_a_proxy(tiny_server):
    port, heard = tiny_server
    person = browser.Browser(port, address="10.0.0.9")
    assert person.get("/first").text == "hello"
    person.get("/second")
    person.close()
    assert [path for path, _headers in heard] == ["/first", "/second"]
    first, second = (headers for _path, headers in heard)
    assert first["X-Forwarded-Proto"] == "https"
    assert first["X-Forwarded-For"] == "10.0.0.9"
    assert "Cookie" not in first
    assert second["Cookie"] == "kept=1"


@pytest.fixture
def tiny_server():
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    heard = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            heard.append((self.path, dict(self.headers)))
            self.send_response(200)
            self.send_header("Set-Cookie", "kept=1; Path=/; Secure; HttpOnly")
            self.send_header("Set-Cookie", 'dropped=""; Max-Age=0; Path=/')
            self.send_header("Content-Length", "5")
            self.end_headers()
            self.wfile.write(b"hello")

        def log_message(self, *arguments):
            """Silence."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port, heard
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_packed_page_is_read_as_a_browser_reads_it():
    page = "<h1>Één</h1>"
    packed = gzip.compress(page.encode())
    sent = browser.Reply(200, {"content-encoding": "gzip"}, packed, 1.0)
    assert (sent.text, sent.body) == (page, packed)
    assert browser.Reply(200, {}, page.encode(), 1.0).text == page


# --- Checking certificates -----------------------------------------------------------


def test_checks_of_certificates_are_held_against_thirty_milliseconds():
    def replies(queries, *times):
        return [browser.Reply(200, {}, b"", ms, queries, 0.5, ms / 2) for ms in times]

    found = verify_page.Found(
        certificates=1_000_000,
        load={
            "seconds": 2.0,
            "cpu": 0.4,
            "kinds": {
                "valid number": {"ms": [10.0, 12.0, 14.0], "errors": []},
                "unknown number": {"ms": [11.0, 40.0], "errors": ["no reply"]},
            },
        },
        costs={"web": 1.0},
        alone={
            verify_page.FLOOR: replies(2, 4.0, 4.0),
            "valid number": replies(1, 8.0, 8.0),
        },
    )

    figures = {one.name: one for one in verify_page.report_of(found).figures}

    assert (figures["all: p50"].value, figures["all: p95"].value) == (12.0, 40.0)
    assert figures["all: p95"].holds is False
    assert figures["valid number: p95"].holds is True
    assert figures["errors"].holds is False
    assert figures["valid number, alone: median"].ratio == 2.0
    assert figures["valid number: queries"].value == 1
    assert figures["CPU: web"].value == 0.5
    assert bench.BENCHMARKS["verify_page"] == "bench.verify_page"


def test_a_generator_that_is_busy_voids_the_figures():
    kinds = {"valid number": {"ms": [1.0], "errors": []}}
    load = {"seconds": 1.0, "cpu": 0.95, "kinds": kinds}
    alone = {verify_page.FLOOR: [browser.Reply(200, {}, b"", 1.0, 2, 0.1, 0.5)]}
    report = verify_page.report_of(verify_page.Found(1, load, {}, alone))
    assert any(note.startswith("VOID") for note in report.sections[0].notes)


# --- A very large course -------------------------------------------------------------


def test_pages_of_a_large_course_are_held_against_the_empty_view():
    def replies(queries, *times):
        return [browser.Reply(200, {}, b"", ms, queries, 0.1, ms / 2) for ms in times]

    pages = {
        "empty signed-in view": replies(2, 2.0, 4.0, 3.0),
        "course page": replies(13, 8.0, 10.0, 9.0),
    }

    figures = {one.name: one for one in course_pages.report_of(pages).figures}

    assert figures["empty signed-in view: median"].ratio is None
    assert figures["course page: median"].ratio == 3.0
    assert figures["course page: median"].holds is True
    assert figures["course page: queries"].holds is False


def test_a_release_is_held_against_twenty_seconds_for_both_steps():
    found = {
        "release": {
            "prepared_ms": 18_000.0,
            "prepared_cpu_ms": 9_000.0,
            "released_ms": 2_500.0,
            "contents": 1920,
            "languages": ["en", "nl"],
            "steps": 96,
        },
        "publish_ms": {"saved": [100.0], "published": [250.0, 310.0, 200.0]},
        "affected": {
            "ms": [900.0, 1200.0, 1100.0],
            "queries": 6,
            "rows": 4200,
            "people": 34_000,
        },
    }

    figures = {one.name: one for one in release.report_of(found).figures}
    table = figures["the table: median"]
    assert (table.value, table.holds) == (1100.0, False)
    assert figures["queries"].value == 6

    assert (figures["together"].value, figures["together"].holds) == (20.5, False)
    assert figures["a content"].value == 9.375
    assert (figures["published: median"].value, figures["published: median"].ratio) == (
        250.0,
        2.5,
    )


def test_near_duplicates_are_held_against_a_second():
    found = {
        "questions": 5000,
        "languages": ["en", "nl"],
        "pairs": 200,
        "queries": 21,
        "ms": {
            near_duplicates.SHARED: [300.0, 200.0, 250.0],
            near_duplicates.SCREEN: [1500.0, 500.0, 750.0],
        },
    }

    report = near_duplicates.report_of(found)

    figures = {one.name: one for one in report.figures}
    screen = figures["the screen: median"]
    assert (screen.value, screen.ratio, screen.holds) == (750.0, 3.0, True)
    assert figures["reading the texts: median"].ratio is None
    assert bench.BENCHMARKS["near_duplicates"] == "bench.near_duplicates"


def test_the_benchmarks_of_a_large_course_are_known_by_name():
    assert bench.BENCHMARKS["course_pages"] == "bench.course_pages"
    assert bench.BENCHMARKS["release"] == "bench.release"


# --- Attendance ----------------------------------------------------------------------


def attendance_of(**changes):
    """Figures of two who checked in and three marks of a list, with changes to what was
    found afterwards."""
    said = [
        {"uuid": f"{number}", "registration": f"r-{number}", "block": "b"}
        | {"presence": presence, "minutes": None}
        for number, presence in enumerate(("here", "away", "here"))
    ]
    found = {
        "marks": ["0", "1", "2"],
        "standing": [[f"r{n}", "b", said[n]["presence"], None] for n in range(3)],
        "at_once_s": 0.5,
    } | changes
    room = {
        "marks": ["x", "y"],
        "standing": [["p", "b", "here", None], ["q", "b", "part", 30]],
        "by_hand_s": 0.1,
    }
    replies = {
        "page": [browser.Reply(200, {}, b"", ms, 1, 0.1, ms) for ms in (5.0, 9.0)]
    }
    checked = attendance.CheckedIn(4.0, replies)
    report = attendance.report_of(checked, room, said, 2.0, found, people=2)
    return {one.name: one for one in report.figures}


def test_check_ins_are_held_against_ten_seconds_and_rows_by_hand():
    figures = attendance_of()

    assert (figures["all of them"].value, figures["all of them"].ratio) == (4.0, 40.0)
    assert figures["all of them"].holds is True
    assert figures["page: p95"].value == 9.0
    assert figures["sent and kept"].ratio == 4.0
    for name in ("not there afterwards", "there twice", "lost", "doubled"):
        assert (name, figures[name].value) == (name, 0)
    assert figures["standing otherwise than was said"].value == 0


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("lost", {"marks": ["0", "2"]}),
        ("doubled", {"marks": ["0", "1", "2", "2"]}),
        (
            "standing otherwise than was said",
            {"standing": [["r0", "b", "here", None], ["r1", "b", "here", None]]},
        ),
    ],
)
def test_the_bench_of_attendance_sees_what_is_wrong(name, found):
    assert attendance_of(**found)[name].value > 0
    assert attendance_of(**found)[name].holds is False


# --- Report of trainers --------------------------------------------------------------


def trainer_report_of(**changes):
    """Figures of three rounds, with changes to what the files say."""
    counted = {
        "by_hand_ms": 50.0,
        "totals": {"": {"Trained": 7, "Groups": 2}, "one": {"Trained": 4, "Groups": 0}},
        "rows": {"attendance": 30, "meetings": 20},
    }
    said = {
        "": {"Trained": "7", "Groups": "2"},
        "one": {"Trained": "4", "Groups": "0"},
    } | changes
    times = {"all programmes": [120.0, 100.0, 300.0], "a province": [30.0]}
    report = trainer_report.report_of(times, [8.0], counted, said)
    return {one.name: one for one in report.figures}


def test_the_report_of_trainers_is_held_against_its_budget_and_tables_by_hand():
    figures = trainer_report_of()

    whole = figures["all programmes: median"]
    assert (whole.value, whole.ratio, whole.holds) == (120.0, 2.4, True)
    assert figures["all programmes: p95"].value == 300.0
    assert figures["a province: median"].holds is None
    assert figures["said otherwise than counted by hand"].value == 0


def test_what_the_report_says_otherwise_is_counted():
    figures = trainer_report_of(one={"Trained": "5", "Groups": "1"})

    assert figures["said otherwise than counted by hand"].value == 2
    assert figures["said otherwise than counted by hand"].holds is False
