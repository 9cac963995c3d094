"""The picture of a badge, and a credential inside it."""

import io
from functools import cache

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

# The name that Open Badges 3.0 gives to the text inside a PNG.
KEYWORD = "openbadgecredential"
SIZE = 400
# Drawn larger and made smaller, so that edges are smooth.
FINER = 4
# The colours of the design in sRGB: teal 700, white, amber 400.
TEAL, WHITE, AMBER = "#00525c", "#ffffff", "#f2a93b"
# Our mark, lms/shell/mark.html, in its own 34 by 22: lane, lane, baton.
LINES = (
    ((4, 5), (12, 5), WHITE),
    ((22, 17), (30, 17), WHITE),
    ((14, 6), (20, 16), AMBER),
)
STROKE = 5


@cache
def picture() -> bytes:
    """The badge as a PNG: our mark on a round ground. It names nobody and nothing."""
    side = SIZE * FINER
    drawn = Image.new("RGBA", (side, side))
    draw = ImageDraw.Draw(drawn)
    draw.ellipse((0, 0, side - 1, side - 1), fill=TEAL)
    rim = side // 28
    draw.ellipse(
        (rim, rim, side - 1 - rim, side - 1 - rim), outline=WHITE, width=side // 100
    )
    scale = side * 0.62 / 34
    left, top = (side - 34 * scale) / 2, (side - 22 * scale) / 2
    for start, end, colour in LINES:
        points = [(left + x * scale, top + y * scale) for x, y in (start, end)]
        width = STROKE * scale
        draw.line(points, fill=colour, width=round(width))
        for x, y in points:
            half = width / 2
            draw.ellipse((x - half, y - half, x + half, y + half), fill=colour)
    small = drawn.resize((SIZE, SIZE), Image.Resampling.LANCZOS)
    # A few dozen colours are all there are: a third of the bytes.
    return _written(small.quantize(64, method=Image.Quantize.FASTOCTREE))


def baked(text: str) -> bytes:
    """The picture with a credential inside it, where every reader of badges looks."""
    inside = PngInfo()
    inside.add_itxt(KEYWORD, text)
    with Image.open(io.BytesIO(picture())) as plain:
        return _written(plain, pnginfo=inside)


def _written(image: Image.Image, **options) -> bytes:
    output = io.BytesIO()
    image.save(output, format="PNG", optimize=True, **options)
    return output.getvalue()
