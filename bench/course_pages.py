"""What a learner's pages of a very large course cost, beside an empty one."""

from bench import BenchError
from bench.browser import Browser, Reply
from bench.large import SIZE
from bench.report import Figure, Report, median
from bench.server import Server, relay

QUERIES = 12
FLOORS = 3
ROUNDS = 60
WARM_UP = 10
FLOOR = "empty signed-in view"
FIRST = "lesson opened first"


def run() -> Report:
    size = {name: SIZE[name] for name in ("modules", "lessons", "blocks")}
    with relay(world="bench.large_world", **size) as server:
        print("Reading ...", flush=True)
        return report_of(_read(server))


def _read(server: Server) -> dict[str, list[Reply]]:
    """Every page in turn, round after round, so that a slow moment meets all of them."""
    browser = Browser(server.port, address="10.0.0.1", counting=True)
    browser.get("/account/login/")
    known = {"login": server.world["email"], "password": server.world["password"]}
    browser.post("/account/login/", known)
    pages = {FLOOR: "/bench/empty/"} | server.world["pages"]
    unopened = server.world["unopened"]
    for _warm in range(WARM_UP):
        browser.get(server.world["whole"])
    replies: dict[str, list[Reply]] = {name: [] for name in (*pages, FIRST)}
    for number in range(WARM_UP + ROUNDS):
        fresh = {FIRST: unopened[number % len(unopened)]}
        for name, path in (pages | fresh).items():
            reply = browser.get(path)
            if reply.status != 200:
                raise BenchError(f"{path} answered {reply.status}")
            if number >= WARM_UP:
                replies[name].append(reply)
    browser.close()
    return replies


def report_of(pages: dict[str, list[Reply]]) -> Report:
    """The table of what was measured; the empty signed-in view is the floor."""
    report = Report("course_pages")
    floor = median([reply.ms for reply in pages[FLOOR]])
    section = report.section(
        "A course of 40 modules of 12 lessons in four languages, two editions",
        "Milliseconds by the client's clock, one learner at a time; server, database and "
        "client are processes of their own.",
        "Floor: the empty signed-in view through the same server and middleware.",
    )
    for name, replies in pages.items():
        is_floor = name == FLOOR
        section.add(
            Figure(
                f"{name}: median",
                median([reply.ms for reply in replies]),
                "ms",
                None if is_floor else floor,
                None if is_floor else FLOORS * floor,
                "" if is_floor else f"{FLOORS} × empty view",
            ),
            Figure(
                f"{name}: queries",
                median([reply.queries for reply in replies]),
                "queries",
                None,
                QUERIES,
                "budget",
            ),
            Figure(
                f"{name}: inside the server",
                median([reply.app_ms for reply in replies]),
                "ms",
            ),
        )
    return report
