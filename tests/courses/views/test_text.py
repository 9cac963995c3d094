"""The whole course on one page, for those who are in it."""

from django.urls import reverse

WHERE = reverse("courses:text", args=["small"])


def test_a_learner_reads_the_whole_course_on_one_page(
    browser, django_assert_max_num_queries
):
    browser.get(WHERE)

    with django_assert_max_num_queries(12):
        page = browser.get(WHERE)

    assert page.status_code == 200
    for words in ("Lesson one en", "Lead two en", "Police en", "Quiz en"):
        assert words in page.text
    assert 'name="choice"' not in page.text


def test_the_course_page_leads_to_it(browser):
    assert (
        f'href="{WHERE}"' in browser.get(reverse("courses:course", args=["small"])).text
    )


def test_whoever_is_not_in_the_course_finds_nothing(sign_in, enrolment, charlie):
    assert sign_in(charlie).get(WHERE).status_code == 404


def test_who_is_not_signed_in_is_asked_to(client, db):
    assert client.get(WHERE).status_code == 302
