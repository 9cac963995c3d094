"""The versions of a question, and the editions that ask each."""

from quizzes.domain.version_list import version_keys, versions_with_uses
from quizzes.models import Bank


def test_each_version_has_its_editions(small_course):
    bank = Bank.objects.get(course=small_course.course)
    for row in bank.questions.filter(key="small-q0"):
        row.topic = "other"
        row.save()
    small_course.release()

    found = {
        row.key: [(line.number, line.editions) for line in row.lines]
        for row in versions_with_uses(bank, version_keys(bank))
    }

    assert found["small-q0"] == [(2, [2]), (1, [1])]
    assert found["small-q1"] == [(1, [1, 2])]
