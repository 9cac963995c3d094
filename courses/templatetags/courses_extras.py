from django import template

from lms.detector import confirmation_of

register = template.Library()


@register.filter
def get(mapping, key):
    """The value of `key` in a dict; None when it is not there."""
    return mapping.get(key)


@register.filter
def confirmation(text: str) -> str:
    """What the button sends back that keeps this very text although it may point to a
    person."""
    return confirmation_of(text.replace("\r\n", "\n").strip())
