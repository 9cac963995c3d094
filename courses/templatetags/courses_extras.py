from django import template

register = template.Library()


@register.filter
def get(mapping, key):
    """The value of `key` in a dict; None when it is not there."""
    return mapping.get(key)
