"""What a check shows of a holder's name."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.domain.checking import for_checking
from certificates.domain.names import (
    choose_name,
    harmless,
    initials,
    name_choice_of,
    shown_name,
)
from certificates.enums import NameShown
from certificates.models import Certificate, NameChoice
from lms.models import AuditEntry

RLO, ZWSP, ZWNJ = "\u202e", "\u200b", "\u200c"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Bob Đorđević", "B. Đ."),
        ("Anne-Marie van den Berg", "A.-M. v. d. B."),
        ("'t Hooft", "t. H."),
        ("Олена Шевченко", "О. Ш."),  # noqa: RUF001 -- meant
        ("محمد عبد الرحمن", "م. ع. ا."),  # noqa: RUF001 -- meant
        ("יעל כהן", "י. כ."),  # noqa: RUF001 -- meant
        ("王小明", "王."),
        ("E\u0301lodie Z\u030c\u0323a", "É. Ž\u0323."),
        ("क्षमा श्री", "क्ष. श्री."),
        ("Person 3 Łukaszewicz", "P. Ł."),
        ("ʻOlena", "O."),  # noqa: RUF001 -- meant
        ("<b>Bob</b>", "b."),
        (f"{RLO}Bob {ZWSP}Aerts", "B. A."),
        ("", ""),
        ("-- 42 ☃", ""),
    ],
)
def test_initials_are_what_a_reader_sees_as_first_letters(name, expected):
    assert initials(name) == unicodedata.normalize("NFC", expected)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (f"Bob{RLO}cod.exe{ZWSP} Aerts\u2066", "Bobcod.exe Aerts"),
        ("Bob\n\tAerts\x00", "Bob Aerts"),
        ("Bo\u00adb\ufeff\U000e0041", "Bob"),
        (f"B{ZWNJ}ob", "Bob"),
        (f"می{ZWNJ}نا", f"می{ZWNJ}نا"),
        ("Z" + "\u0324" * 40 + "oë", "Z" + "\u0324" * 4 + "oë"),
        (ZWSP, ""),
    ],
)
def test_what_nobody_sees_in_a_name_is_left_out(name, expected):
    assert harmless(name) == unicodedata.normalize("NFC", expected)


@given(st.text(max_size=60))
def test_any_name_is_harmless_and_stays_so(name):
    shown = harmless(name)
    assert harmless(shown) == shown
    kept = [s for s in shown if unicodedata.category(s) in {"Cc", "Cf", "Cn", "Co"}]
    assert set(kept) <= {"\u200c", "\u200d"}
    assert len(initials(name).split()) <= len(name.split())


def read(certificate, now):
    return for_checking(Certificate.objects.filter(pk=certificate.pk), now.date()).get()


def test_without_a_choice_initials_are_shown(certificate, now):
    assert name_choice_of(certificate) == NameShown.INITIALS
    assert shown_name(read(certificate, now)) == "B. Đ. W."


def test_the_holder_decides_and_may_change_it(certificate, bob, now):
    for choice, expected in (
        (NameShown.FULL, "Bob Đorđe Wiśniewski"),
        (NameShown.NOTHING, ""),
        (NameShown.INITIALS, "B. Đ. W."),
    ):
        choose_name(certificate, choice, actor=bob, now=now)
        assert shown_name(read(certificate, now)) == expected
    assert NameChoice.objects.count() == 1


def test_every_change_is_audited_and_the_same_again_is_none(certificate, bob, now):
    for _again in range(2):
        choose_name(certificate, NameShown.FULL, actor=bob, now=now)
    entry = AuditEntry.objects.get(action="certificates.name_chosen")
    assert entry.data == {
        "number": certificate.number,
        "before": "initials",
        "after": "full",
    }
    assert entry.actor == bob


def test_the_words_of_the_certificate_are_never_touched(certificate, bob, now):
    before = certificate.words
    choose_name(certificate, NameShown.NOTHING, actor=bob, now=now)
    certificate.refresh_from_db()
    assert certificate.words == before


def test_unseen_signs_between_do_not_let_marks_be_heaped():
    heap = "A" + ("\u0301" * 4 + "\u0378") * 5
    assert harmless(heap).count("\u0301") <= 4
