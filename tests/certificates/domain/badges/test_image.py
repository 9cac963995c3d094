import io

from PIL import Image

from certificates.domain.badges.image import KEYWORD, SIZE, baked, picture


def test_the_picture_is_a_small_png():
    with Image.open(io.BytesIO(picture())) as image:
        assert (image.format, image.size) == ("PNG", (SIZE, SIZE))
        corner = image.convert("RGBA").getpixel((0, 0))
    assert corner[3] == 0
    assert len(picture()) < 12_000


def test_what_is_baked_in_is_read_back_and_the_picture_stays():
    text = '{"name": "Đorđe – é"}'
    with Image.open(io.BytesIO(baked(text))) as image:
        image.load()
        assert image.text == {KEYWORD: text}
        with Image.open(io.BytesIO(picture())) as plain:
            assert image.convert("RGBA").tobytes() == plain.convert("RGBA").tobytes()


def test_the_chunk_is_as_open_badges_asks():
    content = baked("{}")
    # Not compressed, no language, no translated keyword.
    assert b"iTXtopenbadgecredential\0\0\0\0\0{}" in content
