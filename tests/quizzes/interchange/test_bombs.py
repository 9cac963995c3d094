import io
import zipfile

import pytest

from lms.archives import MB
from quizzes.interchange import FORMATS, UnreadableFile


def test_a_workbook_that_unfolds_without_end_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (45 * MB))
    with pytest.raises(UnreadableFile, match="too large"):
        FORMATS["xlsx"].read(stream.getvalue())
