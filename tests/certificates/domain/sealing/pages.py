"""A document without a certificate."""

import io

from reportlab.pdfgen.canvas import Canvas


def one_page(text: str = "Nothing to see") -> bytes:
    output = io.BytesIO()
    canvas = Canvas(output, invariant=1)
    canvas.drawString(72, 720, text)
    canvas.save()
    return output.getvalue()
