"""A learner's way from the invitation to the certificate, alone and eight at once."""

import itertools
import time
from collections import defaultdict
from collections.abc import Iterator

from django.contrib.auth.hashers import ScryptPasswordHasher

from bench.browser import Browser, Reply
from bench.journey import Journey
from bench.load import Load, People, measured
from bench.report import Figure, Report, Section, median, percentile
from bench.server import Server, relay
from bench.weight import WEIGHED, Weight, weigh

AT_ONCE = 8
RUNS = 3
ALONE = 20
PER_RUN = 32
WARM_UP = 16
CROWD = 2000
SECONDS_PER_RATE = 3.0
# A generator that is busy for this share of the time cannot go faster itself.
SATURATED = 0.9

# FIGURES, "Figures to beat", and ARCHITECTURE §5, "Budgets every change keeps".
AIM, BUDGET = "aim", "budget"
PDF_FLOOR_MS = 42
PDF_FLOOR_SECONDS = 0.042
QUERIES_PER_PAGE = 12
QUERIES_PER_ANSWER = 4
TIMES_EMPTY = 3
MS = {
    "lesson page": 8,
    "quiz started": 12,
    "answer saved": 12,
    "handed in, graded": 20,
    "first certificate PDF": 60,
}
# A learner's page, as opposed to an act or a document.
PAGES = {
    "page after signing in",
    "course page",
    "lesson page",
    "quiz front page",
    "question page",
    "review page",
    "result",
    "certificate page",
    "verification",
}


def run() -> Report:
    report = Report("learner_journey")
    loads = 2 * RUNS * PER_RUN
    with relay(
        invited=WARM_UP + ALONE + loads,
        with_password=WARM_UP + ALONE + RUNS * PER_RUN + AT_ONCE + 1,
        crowd=CROWD,
    ) as server:
        people = People(server.world)
        print("Warming up ...", flush=True)
        _load(server, people, WARM_UP, by="invitation", whole=True)
        _load(server, people, WARM_UP, by="password", whole=True)
        print("One learner at a time ...", flush=True)
        _alone(report, server, people)
        print("Eight at once ...", flush=True)
        _rates(report, server, people)
        _loads(report, server, people)
        _memory(report, server)
        print("Pages in a browser ...", flush=True)
        _weights(report, server, people)
    return report


# --- One at a time -------------------------------------------------------------------


def _alone(report: Report, server: Server, people: People) -> None:
    replies: dict[str, list[Reply]] = defaultdict(list)

    def note(step: str, reply: Reply) -> None:
        replies[step].append(reply)

    for _round in range(ALONE):
        browser = Browser(server.port, address=people.address(), counting=True)
        journey = Journey(browser, server.world, note)
        journey.sign_in_by_password(people.with_password())
        for _again in range(3):
            note("empty signed-in view", browser.get("/bench/empty/"))
        browser.close()
        browser = Browser(server.port, address=people.address(), counting=True)
        journey = Journey(browser, server.world, note)
        journey.sign_in_by_invitation(people.invited())
        journey.as_a_browser_does()
        browser.close()
        anybody = Browser(server.port, address=people.address(), counting=True)
        note("verification", anybody.get(f"/verify/{journey.number}/"))
        anybody.close()
    empty = median([reply.ms for reply in replies["empty signed-in view"]])
    shell = median([reply.queries for reply in replies["empty signed-in view"]])
    section = report.section(
        f"One learner at a time, {ALONE} journeys: milliseconds by the client's clock",
        f"{server.world['learners']:,} learners in one course of "
        f"{server.world['activities']} parts.",
        "Floor: the empty signed-in view through the same server and middleware; for "
        f"the PDF {PDF_FLOOR_MS} ms, the rendering alone.",
    )
    for step, found in replies.items():
        section.add(*_times(step, found, empty))
    section = report.section(
        "Queries per step, session and user included (median; transactions not counted)",
        f"Budget: a page {QUERIES_PER_PAGE}, a saved answer {QUERIES_PER_ANSWER} "
        f"beyond session and user ({shell:.0f}).",
    )
    for step, found in replies.items():
        section.add(_queries(step, found, shell))
    section = report.section("Inside the server (median ms): all of it, and in queries")
    for step, found in replies.items():
        section.add(
            Figure(f"{step}: app", median([one.app_ms for one in found]), "ms"),
            Figure(f"{step}: in queries", median([one.db_ms for one in found]), "ms"),
        )


def _times(step: str, found: list[Reply], empty: float) -> Iterator[Figure]:
    times = [reply.ms for reply in found]
    floor = PDF_FLOOR_MS if step == "first certificate PDF" else empty
    limit, limit_of = MS.get(step), AIM
    if limit is None and step in PAGES:
        limit, limit_of = TIMES_EMPTY * empty, "3 × empty view"
    if step == "empty signed-in view":
        floor = None
    yield Figure(
        f"{step}: median", median(times), "ms", floor, limit, limit_of if limit else ""
    )
    yield Figure(f"{step}: p95", percentile(times, 0.95), "ms", floor)


def _queries(step: str, found: list[Reply], shell: float) -> Figure:
    limit = None
    if step in PAGES:
        limit = QUERIES_PER_PAGE
    elif step == "answer saved":
        limit = shell + QUERIES_PER_ANSWER
    return Figure(
        f"{step}: queries",
        median([reply.queries for reply in found]),
        "queries",
        limit=limit,
        limit_of=BUDGET if limit else "",
    )


# --- Eight at once -------------------------------------------------------------------


def _rates(report: Report, server: Server, people: People) -> None:
    """Requests per second of single pages, signed in."""
    world = server.world
    paths = {
        "empty signed-in view": ("/bench/empty/", None),
        "lesson page": (f"/learn/{world['course']}/{world['lesson']}/", 250),
        "course page": (f"/courses/{world['course']}/", 220),
    }
    browsers = []
    for _one in range(AT_ONCE):
        browser = Browser(server.port, address=people.address())
        Journey(browser, world, _ignore).sign_in_by_password(people.with_password())
        browsers.append(browser)
    section = report.section(
        f"Pages, signed in, {AT_ONCE} connections (median of {RUNS} runs of "
        f"{SECONDS_PER_RATE:.0f} s)",
        "Floor: the empty signed-in view in the same run; here more is better.",
    )
    empty = None
    for name, (path, aim) in paths.items():
        found = [_rate(server, browsers, path) for _run in range(RUNS)]
        rate = median([one.journeys / one.seconds for one in found])
        section.add(
            Figure(
                f"{name}: rate",
                rate,
                "requests/s",
                empty,
                aim,
                AIM if aim else "",
                at_least=True,
            ),
            Figure(
                f"{name}: server CPU",
                median([one.server_cpu for one in found]) * 1000,
                "ms/request",
            ),
        )
        _judge_generator(section, name, found)
        empty = empty or rate
    for browser in browsers:
        browser.close()


def _rate(server: Server, browsers: list[Browser], path: str) -> Load:
    until = time.perf_counter() + SECONDS_PER_RATE
    counts = [0] * len(browsers)

    def ask(number: int) -> None:
        while time.perf_counter() < until:
            browsers[number].get(path)
            counts[number] += 1

    load = measured(server, [lambda n=n: ask(n) for n in range(len(browsers))])
    load.journeys = sum(counts)
    return load


def _loads(report: Report, server: Server, people: People) -> None:
    kinds = [
        ("journeys as in the table, by invitation", "invitation", False, True),
        ("journeys as in the table, by password", "password", False, False),
        ("journeys as a browser does, by invitation", "invitation", True, False),
    ]
    section = report.section(
        f"Journeys, {AT_ONCE} at once (median of {RUNS} runs of {PER_RUN})",
        "As in the table: signing in, course, lesson and its end, quiz front page, "
        "start, ten answers saved, handing in, result, certificate page, first PDF.",
        "As a browser does: besides, self-check, place kept, every question page and "
        "every click on Next.",
        f"Signing in by password checks {_hasher()}.",
        f"Floor of the CPU: {PDF_FLOOR_SECONDS} s, the PDF alone.",
    )
    for name, by, whole, compared in kinds:
        found = [
            _load(server, people, PER_RUN, by=by, whole=whole) for _run in range(RUNS)
        ]
        section.add(
            Figure(
                f"{name}: rate",
                median([one.per_minute for one in found]),
                "journeys/min",
                limit=1000 if compared else None,
                limit_of=AIM if compared else "",
                at_least=True,
            ),
            Figure(
                f"{name}: server CPU",
                median([one.server_cpu for one in found]),
                "s/journey",
                PDF_FLOOR_SECONDS,
                0.12 if compared else None,
                AIM if compared else "",
            ),
        )
        section.add(
            *(
                Figure(
                    f"{name}: {part} CPU",
                    median([one.cpu[part] / one.journeys for one in found]),
                    "s/journey",
                )
                for part in ("web", "background", "database", "redis", "generator")
            )
        )
        _judge_generator(section, name, found)


def _load(
    server: Server, people: People, journeys: int, *, by: str, whole: bool
) -> Load:
    left = itertools.count(1)

    def walk() -> None:
        while next(left) <= journeys:
            browser = Browser(server.port, address=people.address())
            journey = Journey(browser, server.world, _ignore)
            if by == "invitation":
                journey.sign_in_by_invitation(people.invited())
            else:
                journey.sign_in_by_password(people.with_password())
            if whole:
                journey.as_a_browser_does()
            else:
                journey.as_in_the_table()
            browser.close()

    load = measured(server, [walk] * AT_ONCE)
    load.journeys = journeys
    return load


def _judge_generator(section: Section, name: str, found: list[Load]) -> None:
    share = max(one.generator_share for one in found)
    if share >= SATURATED:
        section.notes.append(
            f"VOID: {name}: the generator was busy for {share:.0%} of the time."
        )


def _ignore(step: str, reply: Reply) -> None:
    """Nobody keeps the single clicks of a load."""


def _hasher() -> str:
    hasher = ScryptPasswordHasher
    cost = f"N {hasher.work_factor:,}, r {hasher.block_size}, p {hasher.parallelism}"
    return f"{hasher.algorithm} ({cost})"


# --- After the load ------------------------------------------------------------------


def _memory(report: Report, server: Server) -> None:
    found = {part: size / 1024**2 for part, size in server.memory().items()}
    section = report.section(
        "Memory after the load (PSS)",
        "Web: gunicorn with two workers. Background: the worker with the clock. The "
        "database's connections carry their share of its buffers; Redis is shared.",
    )
    section.add(
        *(Figure(f"memory: {part}", size, "MiB") for part, size in found.items()),
        Figure("memory: web and background", found["web"] + found["background"], "MiB"),
        Figure("memory: the whole", sum(found.values()), "MiB", None, 350, AIM),
    )


def _weights(report: Report, server: Server, people: People) -> None:
    world = server.world
    browser = Browser(server.port, address=people.address())
    Journey(browser, world, _ignore).sign_in_by_password(people.with_password())
    pages = {
        "course page": f"/courses/{world['course']}/",
        "lesson page": f"/learn/{world['course']}/{world['lesson']}/",
    }
    weights, how = weigh(server.port, browser, pages)
    browser.close()
    section = report.section(
        "What a browser fetches for a page, cold and warm", f"Measured with {how}."
    )
    for page, (cold, warm) in weights.items():
        section.add(*_weight(page, cold, warm))


def _weight(page: str, cold: Weight, warm: Weight) -> Iterator[Figure]:
    is_course = page == "course page"
    yield Figure(
        f"{page}, cold: requests",
        cold.requests,
        "requests",
        limit=8 if is_course else None,
        limit_of=AIM if is_course else "",
    )
    yield Figure(
        f"{page}, cold: all",
        cold.bytes() / 1000,
        "KB",
        limit=100 if is_course else None,
        limit_of=AIM if is_course else "",
    )
    yield Figure(
        f"{page}, cold: without images",
        cold.bytes(without="image") / 1000,
        "KB",
        limit=None if is_course else 100,
        limit_of="" if is_course else BUDGET,
    )
    for kind in WEIGHED:
        yield Figure(f"{page}, cold: {kind}", cold.bytes(only=kind) / 1000, "KB")
    yield Figure(f"{page}, warm: requests", warm.requests, "requests")
    yield Figure(
        f"{page}, warm: all",
        warm.bytes() / 1000,
        "KB",
        limit=None if is_course else 15,
        limit_of="" if is_course else BUDGET,
    )
    yield Figure(
        f"{page}: requests to other origins",
        cold.foreign + warm.foreign,
        "requests",
        limit=0,
        limit_of=BUDGET,
    )
