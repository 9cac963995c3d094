from django.utils import translation

from library.domain.privacy import REASONS, Chapter, Kept, kept_data
from lms import personal_data
from lms.personal_data import Declaration


def told(monkeypatch, *declarations):
    monkeypatch.setattr(
        "library.domain.privacy.declared",
        lambda: [
            Declaration(label, "user", None, *rest) for label, *rest in declarations
        ],
    )
    return {part.chapter: part.rows for part in kept_data()}


def test_kept_data_says_what_becomes_of_each_table_at_an_erasure(monkeypatch):
    chapters = told(
        monkeypatch,
        ("quizzes.Answer", "delete", "Answers you gave."),
        ("organisations.User", "anonymise", "Your account."),
        ("certificates.Certificate", "keep:a register", "Your certificates."),
    )

    assert chapters == {
        Chapter.ACCOUNT: [Kept("Your account.", "Kept without your name.")],
        Chapter.LEARNING: [
            Kept("Answers you gave.", "Deleted."),
            Kept("Your certificates.", "Kept: a register."),
        ],
    }


def test_kept_data_of_an_app_it_does_not_know_is_told_too(monkeypatch):
    chapters = told(monkeypatch, ("later.Thing", "delete", "Something new."))

    assert chapters == {Chapter.OTHER: [Kept("Something new.", "Deleted.")]}


def test_kept_data_speaks_the_language_of_the_page(monkeypatch):
    with translation.override("nl"):
        chapters = told(monkeypatch, ("quizzes.Answer", "delete", "Yes"))

    assert [row.what for row in chapters[Chapter.LEARNING]] == ["Ja"]


def test_kept_data_says_the_same_once(monkeypatch):
    chapters = told(
        monkeypatch,
        ("media.MediaImage", "anonymise", "Images you uploaded."),
        ("wagtailimages.Image", "anonymise", "Images you uploaded."),
    )

    assert chapters == {
        Chapter.EDITING: [Kept("Images you uploaded.", "Kept without your name.")]
    }


def test_kept_data_leaves_out_nothing_that_is_declared():
    told_about = {row.what for part in kept_data() for row in part.rows}
    assert told_about == {one.describe for one in personal_data.declared()}
    assert len(told_about) > 20


def test_every_reason_to_keep_something_can_be_translated():
    given = {one.legal_basis for one in personal_data.declared()} - {""}
    assert given <= REASONS
