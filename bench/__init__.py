"""What Relay costs: benchmarks against a real server on this machine.

`python -m bench NAME` runs one, without a name all of them; README.md says how to
read what comes out.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "var" / "bench"

# Name on the command line: the module with its `run() -> Report`.
BENCHMARKS = {
    "learner_journey": "bench.learner_journey",
    "certificate_pdf": "bench.certificate_pdf",
    "certificate_bulk": "bench.certificate_bulk",
    "reminders": "bench.reminders",
    "staff_import": "bench.staff_import",
    "staff_export": "bench.staff_export",
    "standing": "bench.standing",
    "attendance": "bench.attendance",
    "trainer_report": "bench.trainer_report",
    "verify_page": "bench.verify_page",
    "course_pages": "bench.course_pages",
    "release": "bench.release",
    "near_duplicates": "bench.near_duplicates",
    "quiz_faults": "bench.quiz_faults",
    "quiz_start_spike": "bench.quiz_start_spike",
    "quiz_analysis": "bench.quiz_analysis",
}

# A request with this header is told how many queries it took (bench.middleware).
ASK_FOR_QUERIES = "X-Bench-Count"

# The processes are started the way `make run` starts them: by the same code.
if str(ROOT / "tools") not in sys.path:
    sys.path.append(str(ROOT / "tools"))


class BenchError(Exception):
    """Something the reader can mend; its text is the whole message."""
