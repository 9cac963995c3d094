"""From which sites a video may come, and nothing else."""

import pytest
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.blocks import EmbedBlock
from courses.embeds import PROVIDERS, embed_of

YOUTUBE = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&rel=0"


@pytest.mark.parametrize(
    ("address", "frame"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", YOUTUBE),
        ("https://www.youtube.com/watch?list=x&v=dQw4w9WgXcQ&t=3", YOUTUBE),
        ("https://youtu.be/dQw4w9WgXcQ?si=abc", YOUTUBE),
        ("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", YOUTUBE),
        ("https://vimeo.com/123456789", "https://player.vimeo.com/video/123456789?dnt=1&autoplay=1"),
        ("https://player.vimeo.com/video/123456789?h=1", "https://player.vimeo.com/video/123456789?dnt=1&autoplay=1"),
        ("https://www.dailymotion.com/video/x8abcde", "https://geo.dailymotion.com/player.html?video=x8abcde"),
        (" https://dai.ly/x8abcde ", "https://geo.dailymotion.com/player.html?video=x8abcde"),
    ],
)  # fmt: skip
def test_a_video_is_framed_with_the_least_tracking(address, frame):
    embed = embed_of(address)

    assert embed.frame == frame
    assert embed.frame.startswith(f"{embed.origin}/")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
        "https://evil.example/https://youtu.be/dQw4w9WgXcQ",
        "https://youtu.be/dQw4w9WgXcQ\"onload=x",
        "https://vimeo.com/channels/staffpicks",
        "https://wwwXvimeo.com/123456789",
        "javascript:alert(1)//youtu.be/dQw4w9WgXcQ",
        "https://www.facebook.com/watch?v=123456789",
    ],
)  # fmt: skip
def test_any_other_address_is_none(address):
    assert embed_of(address) is None


def test_the_block_names_the_sites_that_are_allowed():
    value = {
        "title": "A film",
        "address": "https://evil.example/film",
        "about": "x",
        "transcript": "x",
    }

    with pytest.raises(StructBlockValidationError) as refused:
        EmbedBlock().clean(EmbedBlock().to_python(value))

    (told,) = refused.value.block_errors["address"].messages
    assert all(provider.label in told for provider in PROVIDERS)
    value["address"] = "https://vimeo.com/123456789"
    assert EmbedBlock().clean(EmbedBlock().to_python(value))["title"] == "A film"
