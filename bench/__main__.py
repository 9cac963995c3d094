"""python -m bench [NAME …]"""

import argparse
import importlib
import signal
import sys

from bench import BENCHMARKS, RESULTS, BenchError


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description="Measure Relay.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    names = parser.parse_args().names or list(BENCHMARKS)
    for name in names:
        if name not in BENCHMARKS:
            parser.error(f"no benchmark {name!r}; there is {', '.join(BENCHMARKS)}")
    # Stopped from outside, everything that was started is still put away.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: sys.exit(128 + received))
    try:
        for name in names:
            report = importlib.import_module(BENCHMARKS[name]).run()
            print(report.table(), flush=True)
            print(f"\nWritten to {report.write(RESULTS)}\n", flush=True)
    except BenchError as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
