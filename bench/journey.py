"""One learner's journey, click by click, and the quick one of the same content."""

import html
import re
from collections.abc import Callable

from bench import BenchError
from bench.browser import Browser, Reply, client_id

CERTIFICATE = re.compile(r'href="(/certificates/[0-9a-f-]{36}/)"')
NUMBER = re.compile(r"\b[A-Z0-9-]{1,8}-[A-Z]{3}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")
ATTEMPT = re.compile(r"/attempt/([0-9a-f-]{36})/")


class Journey:
    """Walks through the world of bench.world; `note(step, reply)` hears every click."""

    def __init__(
        self, browser: Browser, world: dict, note: Callable[[str, Reply], None]
    ) -> None:
        self._browser = browser
        self._world = world
        # Of the certificate, once it is there.
        self.number = ""
        self._note = note
        self._course = f"/courses/{world['course']}/"
        self._lesson = f"/learn/{world['course']}/{world['lesson']}/"
        self._quiz = f"/quiz/{world['course']}/{world['quiz']}/"

    def sign_in_by_invitation(self, secret: str) -> None:
        link = f"/welcome/{secret}/"
        self._get("invitation opened", link)
        accepted = self._post(
            "invitation accepted",
            link,
            {
                "printed_name": self._world["name"],
                "sector": self._world["sector"],
                "language": self._world["language"],
            },
        )
        self._get("page after signing in", accepted.location)

    def sign_in_by_password(self, email: str) -> None:
        self._get("sign-in page", "/account/login/")
        signed_in = self._post(
            "password checked",
            "/account/login/",
            {"login": email, "password": self._world["password"]},
        )
        self._get("page after signing in", signed_in.location)

    def open_course(self) -> None:
        self._get("course page", self._course)

    def open_lesson(self) -> None:
        self._get("lesson page", self._lesson)

    def open_certificate(self, result: Reply) -> str:
        """Where the certificate is; the result of the last quiz links to it."""
        link = CERTIFICATE.search(result.text)
        if link is None:
            raise BenchError("The last result does not lead to a certificate.")
        page = self._get("certificate page", link[1])
        self.number = NUMBER.search(page.text)[0]
        return link[1]

    def as_a_browser_does(self) -> None:
        """Course to certificate with every request the player's pages and script make."""
        self.open_course()
        self.open_lesson()
        check = self._world["check"]
        self._post(
            "self-check",
            f"{self._lesson}check/{check['id']}/",
            check["data"],
            fragment=True,
        )
        # Both at once in a browser that leaves the page.
        self._post("place kept", f"{self._lesson}seen/", {"anchor": f"b-{check['id']}"})
        self._finish_lesson()
        page = self._start()
        attempt = ATTEMPT.search(page)[1]
        while "/review/" not in page:
            question = self._get("question page", page)
            data = self._answer_to(question.text)
            saving = {**data, "client": client_id(), "sequence": "1"}
            self._post("answer saved", f"{page}save/", saving)
            following = int(page.rstrip("/").rpartition("/")[2]) + 1
            last = f'value="{following}"' not in question.text
            go = "review" if last else str(following)
            page = self._post("next question", page, {**data, "go": go}).location
        self._get("review page", page)
        self._finish(attempt)

    def as_in_the_table(self) -> None:
        """The steps that the figures to beat name: ten answers from one page of ten."""
        self.open_course()
        self.open_lesson()
        self._finish_lesson()
        attempt = ATTEMPT.search(self._start())[1]
        questions = self._get("review page", f"/attempt/{attempt}/review/")
        shown = html.unescape(questions.text)
        found = sorted(
            (shown.index(prompt), data)
            for prompt, data in self._world["answers"].items()
            if prompt in shown
        )
        for position, (_where, data) in enumerate(found, start=1):
            saving = {**data, "client": client_id(), "sequence": "1"}
            self._post("answer saved", f"/attempt/{attempt}/{position}/save/", saving)
        self._finish(attempt)

    def _finish_lesson(self) -> None:
        self._post("lesson done", f"{self._lesson}done/")

    def _start(self) -> str:
        self._get("quiz front page", self._quiz)
        return self._post(
            "quiz started", f"{self._quiz}start/", {"number": "1"}
        ).location

    def _finish(self, attempt: str) -> None:
        handed_in = self._post("handed in, graded", f"/attempt/{attempt}/submit/")
        result = self._get("result", handed_in.location)
        certificate = self.open_certificate(result)
        self._get("first certificate PDF", f"{certificate}certificate.pdf")

    def _answer_to(self, page: str) -> dict:
        shown = html.unescape(page)
        for prompt, data in self._world["answers"].items():
            if prompt in shown:
                return data
        raise BenchError("A question that the world does not know.")

    def _get(self, step: str, path: str) -> Reply:
        reply = self._browser.get(path)
        self._note(step, reply)
        if reply.status != 200:
            raise BenchError(f"{step}: {path} answered {reply.status}")
        return reply

    def _post(self, step: str, path: str, data=None, *, fragment=False) -> Reply:
        reply = self._browser.post(path, data, fragment=fragment)
        self._note(step, reply)
        return reply
