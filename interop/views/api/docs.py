"""The API on a page, made of its OpenAPI document; nothing comes from elsewhere."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from interop.views.api.reading import api


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """What can be read, and how it is asked for."""
    return render(
        request,
        "interop/api.html",
        {"operations": _operations(), "document_url": reverse("api:openapi-json")},
    )


@cache
def _operations() -> list[dict]:
    document = api.get_openapi_schema()
    return [
        {
            "path": path,
            "words": operation["description"],
            "parameters": [
                {
                    "name": one["name"],
                    "is_required": one["required"],
                    "words": one["schema"].get("description", ""),
                    "choices": one["schema"].get("enum", []),
                }
                for one in operation["parameters"]
            ],
        }
        for path, methods in document["paths"].items()
        for operation in methods.values()
    ]
