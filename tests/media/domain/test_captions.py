import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.domain.captions import LARGEST, Cue, caption_problems, cues_of

GOOD = """WEBVTT - a talk

NOTE
Made by hand.

STYLE
::cue { color: white }

intro
00:01.000 --> 00:04.000 align:start
<v Robin>Good <i>morning</i>.

00:00:04.000 --> 00:00:06.500
Two
lines.
"""


def told(text: str, **more) -> list[str]:
    return caption_problems(text.encode(), **more)


def cue(times: str, text: str = "Said") -> str:
    return f"WEBVTT\n\n{times}\n{text}\n"


def test_cues_are_read_with_their_times_and_words():
    assert cues_of(GOOD) == [
        Cue(1, 1000, 4000, "Good morning."),
        Cue(2, 4000, 6500, "Two lines."),
    ]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_and_a_mark_of_the_encoding_do_not_matter(ending):
    assert told("\ufeff" + GOOD.replace("\n", ending), seconds=7) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "This is not WebVTT: the first line must be “WEBVTT”."),
        ("1\n00:01,000 --> 00:02,000\nSaid", "This is not WebVTT: the first line must "
         "be “WEBVTT”."),
        ("WEBVTTX\n\n", "This is not WebVTT: the first line must be “WEBVTT”."),
        ("WEBVTT\n", "There is no caption in this file."),
        ("WEBVTT\n\nNOTE nothing --> at all\n", "The times of caption 1 cannot be read. "
         "They look like 00:01.000 --> 00:04.000."),
        (cue("00:04.000 --> 00:01.000"), "Caption 1 ends before it begins."),
        (cue("00:01.000 --> 00:01.000"), "Caption 1 ends before it begins."),
        (cue("00:01.000 --> 00:04.000", " <b></b> "), "Caption 1 has no text."),
        (cue("00:01,000 --> 00:04,000"), "The times of caption 1 cannot be read. They "
         "look like 00:01.000 --> 00:04.000."),
        (cue("00:61.000 --> 00:64.000"), "The times of caption 1 cannot be read. They "
         "look like 00:01.000 --> 00:04.000."),
        ("WEBVTT\n\nname alone\n", "The times of caption 1 cannot be read. They look "
         "like 00:01.000 --> 00:04.000."),
        (
            cue("00:05.000 --> 00:06.000") + "\n00:01.000 --> 00:02.000\nBefore\n",
            "Caption 2 begins before caption 1.",
        ),
        (
            cue("00:01.000 --> 00:06.000") + "\n00:03.000 --> 00:07.000\nOver\n",
            "Caption 2 begins while caption 1 is still shown.",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_the_number_of_the_caption(text, problem):
    assert problem in told(text)


def test_a_name_without_times_has_no_words_either():
    assert told("WEBVTT\n\nname alone\n")[0] == "Caption 1 has no text."


def test_captions_may_overlap_by_what_tools_round():
    text = cue("00:01.000 --> 00:04.000") + "\n00:03.600 --> 00:06.000\nNext\n"

    assert told(text) == []


def test_no_caption_lies_beyond_the_recording_if_its_length_is_known():
    text = cue("00:01.000 --> 00:09.000")

    assert told(text, seconds=8) == []
    assert told(text, seconds=7) == ["Caption 1 lies beyond the end of the recording."]
    assert told(text) == []


def test_captions_are_text_and_not_a_film():
    assert told("x" * (LARGEST + 1)) == ["This is too large for captions."]
    assert caption_problems("WEBVTT\n\né".encode("latin-1")) == [
        "The captions are not in UTF-8. Save them again as WebVTT, UTF-8."
    ]


def test_after_ten_problems_the_rest_is_not_told():
    text = "WEBVTT\n\n" + "\n\n".join(["00:02.000 --> 00:01.000\nx"] * 30)

    assert len(told(text)) == 10


@given(st.binary(max_size=400))
def test_no_file_is_too_strange_to_be_judged(data):
    assert isinstance(caption_problems(data), list)


@given(st.text(max_size=400))
def test_no_text_behind_the_header_is_too_strange(text):
    assert isinstance(told(f"WEBVTT\n\n{text}"), list)


@given(
    st.lists(
        st.tuples(st.integers(0, 90_000), st.integers(1, 5_000)),
        min_size=1,
        max_size=20,
    )
)
def test_captions_one_after_the_other_are_right(gaps):
    at, rows = 0, []
    for pause, length in gaps:
        start, at = at + pause, at + pause + length
        rows.append(f"{_written(start)} --> {_written(at)}\nSaid")

    assert told("WEBVTT\n\n" + "\n\n".join(rows), seconds=at // 1000 + 1) == []


def _written(moment: int) -> str:
    seconds, thousandths = divmod(moment, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}.{thousandths:03d}"
