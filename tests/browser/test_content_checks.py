"""What an author is told about the preview of a lesson, by axe in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.learner import sign_in

AUTHOR = "author@relay.example"
FAULTS = """
  <p><a href="/a/">Klik hier</a> <a href="/b/">https://example.org/x</a></p>
  <h5>Two levels too deep</h5>
  <table><tr><th></th><th>Name</th></tr><tr><td>1</td><td>2</td></tr></table>
  <img src="/static/lms/none.png">
  <figure class="recording"><video class="recording__media recording__media--uncaptioned"
    controls></video><details class="recording__transcript recording__transcript--empty"
    ><summary>Read</summary></details></figure>
</main>"""
SAID = {
    "A link does not say where it leads",
    "A link is a bare address",
    "Incorrect heading hierarchy",
    "Table header text is empty",
    "An image without alternative text",
    "A video without captions",
    "A recording without transcript",
}
RESULTS = """() => [...document.querySelector('wagtail-userbar').shadowRoot
  .querySelectorAll('#checker-results [data-content-checker-name]')]
  .map(name => name.textContent.trim())"""


@pytest.fixture
def preview(new_person):
    """The preview of a lesson, at an author's desk; its address."""
    person = new_person("author", width=1280)
    sign_in(person, AUTHOR, "en")
    listed = person.page.request.get("/cms/api/main/pages/?limit=20")
    lesson = next(
        page["id"]
        for page in listed.json()["items"]
        if page["meta"]["type"] == "courses.LessonPage"
    )
    return person, f"/cms/pages/{lesson}/view_draft/"


def results(person) -> list[str]:
    badge = person.page.locator("wagtail-userbar [data-content-checker-count]").first
    expect(badge).to_be_attached()
    person.page.wait_for_timeout(1500)
    return person.page.evaluate(RESULTS)


def test_what_shows_only_in_the_preview_is_found_there(preview):
    """A lesson of the demo is in order; the same with faults put into its preview."""
    person, address = preview
    person.go(address)
    assert results(person) == []

    def spoil(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("</main>", FAULTS, 1))

    person.page.route(f"**{address}", spoil)
    person.go(address)
    assert set(results(person)) == SAID
