"""What judges the fault run is itself judged: it must be able to say no."""

import asyncio
from collections import Counter
from decimal import Decimal
from random import Random

import pytest

from bench import browser, quiz_faults, quiz_start_spike
from bench.faults import checker, proxy
from bench.faults.chaos import DATABASE, RELEASE, WEB, WORKER, plan
from bench.faults.grading import worth
from bench.faults.line import BrokenLineError, Line
from bench.faults.waiting import longest_stretch, stretches

CONTENT = {
    "kind": "single_choice",
    "options": [{"id": "a", "correct": True}, {"id": "b", "correct": False}],
}
RIGHT, WRONG = {"choice": "a"}, {"choice": "b"}


def answer(sequence=1, payload=RIGHT, position=1):
    return {
        "attempt": "one",
        "position": position,
        "client": "page",
        "sequence": sequence,
        "payload": payload,
    }


def sent(sequence=1, payload=RIGHT, *, position=1, acknowledged=2.0):
    return answer(sequence, payload, position) | {
        "device": 1,
        "given": 1.0,
        "acknowledged": acknowledged,
    }


def item(position=1, payload=RIGHT, grades=("1.0000",), must_pass=False):
    return {
        "attempt": "one",
        "position": position,
        "must_pass": must_pass,
        "content": CONTENT,
        "payload": payload,
        "grades": [Decimal(grade) for grade in grades],
    }


def left(*, answers=None, items=None, **attempt):
    """One attempt of one question, rightly answered and graded."""
    row = {
        "attempt": "one",
        "person": 7,
        "pass_percent": 80,
        "handed_in": True,
        "completed": True,
    }
    return checker.Left(
        [answer()] if answers is None else answers,
        [item()] if items is None else items,
        [row | attempt],
    )


LOGS = [{"device": 1, "attempt": "one", "score": 1.0, "passed": True}, sent()]


def test_nothing_is_found_where_nothing_is_wrong():
    found = checker.compare(left(), LOGS)
    assert (found.all, found.acknowledged) == ([], 1)


def test_an_acknowledged_answer_that_is_not_there_is_lost():
    found = checker.compare(left(), [*LOGS, sent(2)])
    assert (len(found.lost), found.acknowledged) == (1, 2)


def test_an_answer_nobody_acknowledged_may_be_there_or_not():
    for stored in ([answer()], [answer(), answer(2)]):
        found = checker.compare(
            left(answers=stored), [*LOGS, sent(2, acknowledged=None)]
        )
        assert found.all == []


def test_an_acknowledged_answer_that_became_another_is_lost():
    found = checker.compare(left(answers=[answer(payload=WRONG)]), LOGS)
    assert len(found.lost) == 1


def test_an_answer_that_is_there_twice_is_found():
    found = checker.compare(left(answers=[answer(), answer()]), LOGS)
    assert len(found.duplicated) == 1
    assert found.lost == []


def test_an_answer_that_nobody_sent_is_found():
    found = checker.compare(left(answers=[answer(), answer(9)]), LOGS)
    assert len(found.foreign) == 1


def test_a_wrong_grade_is_found():
    found = checker.compare(left(items=[item(grades=["0.9"])]), LOGS)
    assert len(found.misgraded) == 1


def test_a_grade_that_is_missing_is_found():
    found = checker.compare(left(items=[item(grades=[])]), LOGS)
    assert len(found.misgraded) == 1


def test_grading_twice_is_found_also_when_both_agree():
    found = checker.compare(left(items=[item(grades=["1", "1"])]), LOGS)
    assert (len(found.duplicated), found.misgraded) == (1, [])


def test_another_score_on_the_page_is_found():
    shown = LOGS[0] | {"score": 0.9}
    found = checker.compare(left(), [shown, LOGS[1]])
    assert len(found.misgraded) == 1


def test_a_quiz_that_counts_as_done_without_being_passed_is_found():
    items = [item(), item(2, WRONG, ["0"], must_pass=True)]
    shown = LOGS[0] | {"passed": False}
    answers = [answer(), answer(1, WRONG, 2)]
    logs = [shown, LOGS[1], sent(1, WRONG, position=2)]
    at_half = left(answers=answers, items=items, pass_percent=50)
    assert len(checker.compare(at_half, logs).misgraded) == 1
    at_half.attempts[0]["completed"] = False
    assert checker.compare(at_half, logs).misgraded == []


def test_an_attempt_that_was_handed_in_and_is_open_is_found():
    found = checker.compare(left(handed_in=False, completed=False), LOGS)
    assert len(found.lost) == 1


def test_two_attempts_where_one_was_begun_are_found():
    twice = left()
    twice.attempts.append(
        twice.attempts[0] | {"attempt": "two", "handed_in": False, "completed": False}
    )
    assert len(checker.compare(twice, LOGS).duplicated) == 1


# --- Grading once more ---------------------------------------------------------------


def several(scoring):
    options = [{"id": name, "correct": name in "ab"} for name in "abcd"]
    return {"kind": "multiple_choice", "options": options, "scoring": scoring}


@pytest.mark.parametrize(
    ("content", "payload", "expected"),
    [
        (CONTENT, RIGHT, 1),
        (CONTENT, WRONG, 0),
        (CONTENT, None, 0),
        (several(""), {"choices": ["a", "b"]}, 1),
        (several(""), {"choices": ["a"]}, 0),
        (several("minus"), {"choices": ["a"]}, 0.5),
        (several("minus"), {"choices": ["a", "b", "c"]}, 0.5),
        (several("minus"), {"choices": ["c"]}, 0),
        (several("each"), {"choices": ["a", "c"]}, 0.5),
        (several("each"), {"choices": []}, 0),
        (
            {
                "kind": "matching",
                "pairs": [{"id": "1", "right_id": "x"}, {"id": "2", "right_id": "y"}],
            },
            {"places": {"1": "x", "2": "x"}},
            0.5,
        ),
        (
            {
                "kind": "card_sort",
                "cards": [{"id": "1", "category": "x"}, {"id": "2", "category": "y"}],
            },
            {"places": {"2": "y"}},
            0.5,
        ),
    ],
)
def test_an_answer_is_worth_what_the_question_says(content, payload, expected):
    assert worth(content, payload) == expected


# --- How long an answer waits --------------------------------------------------------


def test_a_stretch_is_what_gaps_leave():
    assert stretches((10, 20), []) == [10]
    assert stretches((10, 20), [(12, 15)]) == [2, 5]
    assert stretches((10, 20), [(14, 14)]) == [4, 6]
    assert stretches((10, 20), [(5, 11), (10.5, 12), (19, 30)]) == [0, 0, 7, 0]
    assert stretches((10, 20), [(1, 2), (21, 22)]) == [10]


def test_the_longest_stretch_is_of_an_acknowledged_answer_and_its_own_device():
    logs = [
        {"device": 1, "given": 0.0, "acknowledged": 9.0},
        {"device": 2, "given": 0.0, "acknowledged": 3.0},
        {"device": 2, "given": 0.0, "acknowledged": None},
        {"device": 1, "attempt": "one", "score": 1},
    ]
    assert longest_stretch(logs, broken=[], outages=[]) == 9
    assert longest_stretch(logs, broken=[(1, 1.0, 7.0)], outages=[]) == 3
    assert longest_stretch(logs, broken=[(2, 1.0, 7.0)], outages=[]) == 9
    assert longest_stretch(logs, broken=[], outages=[(1.0, 8.0)]) == 1
    assert longest_stretch([], broken=[], outages=[]) == 0


# --- The line and what is done to the server -----------------------------------------


@pytest.mark.parametrize(
    ("fate", "comes_back", "arrives"),
    [
        ("request dropped", False, 0),
        ("reply dropped", False, 1),
        ("request reordered", False, 1),
        ("request duplicated", True, 2),
        ("request delayed", True, 1),
        ("", True, 1),
    ],
)
def test_every_fate_does_what_its_name_says(monkeypatch, fate, comes_back, arrives):
    monkeypatch.setattr(proxy, "FATES", {fate: 1000} if fate else {})
    monkeypatch.setattr(proxy, "DELAY", (0.0, 0.0))
    monkeypatch.setattr(proxy, "LATER", (0.0, 0.0))
    heard = []

    async def server(reader, writer):
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
        await writer.drain()
        writer.close()

    async def ask():
        behind = await asyncio.start_server(server, "127.0.0.1", 0)
        line = proxy.Proxy(behind.sockets[0].getsockname()[1], Random(1))  # noqa: S311
        front = await line.serve()
        port = front.sockets[0].getsockname()[1]
        try:
            reply = await Line(port, "https://localhost", 5).post("/x/", {"a": "b"})
            came = reply.body == b"hi"
        except BrokenLineError:
            came = False
        await line.settle()
        for one in (front, behind):
            one.close()
            await one.wait_closed()
        return came, line

    came, line = asyncio.run(ask())
    assert (came, len(heard)) == (comes_back, arrives)
    assert dict(line.faults) == ({fate: 1} if fate else {})
    is_broken = fate not in ("", "request duplicated")
    assert [device for device, _since, _until in line.broken] == [5] * is_broken


def test_every_kind_of_harm_is_done_in_a_small_run_and_more_in_a_large_one():
    small = [what for _when, what in plan(500)]
    assert {what: small.count(what) for what in set(small)} == {
        WORKER: 12,
        WEB: 2,
        DATABASE: 2,
        RELEASE: 1,
    }
    large = plan(10_000)
    assert large == sorted(large)
    assert all(0 < when < 10_000 for when, _what in large)
    assert len(large) > 2 * len(small)


# --- What is printed -----------------------------------------------------------------


def made_run(findings, longest=1.5):
    return quiz_faults.Run(
        url="",
        attempts=500,
        seconds=100.0,
        faults=Counter({WORKER: 12, "request duplicated": 90}),
        counts=Counter({"sent again": 30}),
        outages=[(1.0, 4.0), (6.0, 7.0)],
        longest=longest,
        logs=[],
        findings=findings,
    )


def test_a_run_without_a_loss_says_what_it_went_through():
    report = quiz_faults.report_of(made_run(checker.Findings(acknowledged=7000)))
    figures = {name: row["value"] for name, row in report.as_json().items()}
    assert figures["attempts"] == 500
    assert figures["answers acknowledged"] == 7000
    assert figures["web worker killed"] == 12
    assert figures["longest outage"] == 3
    assert all(figure.holds is not False for figure in report.figures)


def test_one_lost_answer_is_over_budget_and_named():
    findings = checker.Findings(lost=["one was acknowledged and is not there"])
    report = quiz_faults.report_of(made_run(findings, longest=2.5))
    missed = {figure.name for figure in report.figures if figure.holds is False}
    assert missed == {"lost", "longest on the device only while connected"}
    assert "one was acknowledged and is not there" in report.table()


def spike(**changed):
    def replies(queries, ms):
        return [browser.Reply(200, {}, b"", ms, queries, 0.5, ms / 2)] * 3

    known = {
        "load": {
            "seconds": 60.0,
            "cpu": 9.0,
            "starts": {"ms": [40.0] * 19 + [160.0], "errors": []},
            "saves": {"ms": [20.0] * 18 + [151.0] * 2, "errors": ["save: 500"]},
        },
        "costs": {"web": 60.0, "database": 12.0},
        "memory": (300.0, 304.0),
        "empty": replies(1, 3.0),
        "saves": replies(4, 9.0),
        "by_hand": [1.0, 1.0, 1.0],
        "domain": [5.9, 6.1, 6.1],
    }
    return quiz_start_spike.Found(**(known | changed))


def test_a_spike_is_held_against_its_budgets():
    report = quiz_start_spike.report_of(spike())
    figures = {figure.name: figure for figure in report.figures}
    assert figures["start: p95"].value == 40
    assert figures["save: queries beside session and user"].value == 3
    assert figures["save over HTTP: median"].ratio == 9
    assert figures["CPU: web"].value == 1
    missed = {name for name, figure in figures.items() if figure.holds is False}
    assert missed == {"save: p95", "save: errors", "domain function: median"}
    assert "save: 500" in report.table()


def test_a_spike_whose_generator_was_busy_is_void():
    busy = spike().load | {"cpu": 55.0}
    assert "VOID" in quiz_start_spike.report_of(spike(load=busy)).table()
    assert "VOID" not in quiz_start_spike.report_of(spike()).table()


def test_memory_that_grows_is_over_budget():
    report = quiz_start_spike.report_of(spike(memory=(300.0, 311.0)))
    figures = {figure.name: figure for figure in report.figures}
    assert figures["memory: growth"].holds is False
