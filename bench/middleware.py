"""Tells a benchmark what a request cost, when it asks."""

import time

from django.db import connection

from bench import ASK_FOR_QUERIES


class QueryCountMiddleware:
    """Answers a request that carries X-Bench-Count with a Server-Timing header.

    `db;desc="12";dur=3.4, app;dur=9.1`: queries, milliseconds spent in them, and
    milliseconds in all. Requests that do not ask pay for one look at their headers.
    Queries of the thread's default connection; session and user are among them.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if ASK_FOR_QUERIES not in request.headers:
            return self.get_response(request)
        counter = _Counter()
        began = time.perf_counter()
        with connection.execute_wrapper(counter):
            response = self.get_response(request)
        took = (time.perf_counter() - began) * 1000
        response["Server-Timing"] = (
            f'db;desc="{counter.queries}";dur={counter.seconds * 1000:.2f}, '
            f"app;dur={took:.2f}"
        )
        return response


class _Counter:
    def __init__(self) -> None:
        self.queries = 0
        self.seconds = 0.0

    def __call__(self, execute, sql, params, many, context):
        self.queries += 1
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - began
