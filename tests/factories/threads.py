"""Doing things at the same time, on connections of their own."""

import threading
from collections.abc import Callable

from django.db import connection


def at_once(*acts: Callable[[], object]) -> list[Exception]:
    """Start every act at the same moment, each in a thread; return what they raised."""
    gate = threading.Barrier(len(acts))
    errors = []

    def run(act):
        try:
            gate.wait()
            act()
        except Exception as error:  # noqa: BLE001 -- shown by the caller's assertion
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors
