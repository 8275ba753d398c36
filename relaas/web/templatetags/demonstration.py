"""The accounts of a demonstration, for the page on which one signs in."""

from django import template

register = template.Library()


@register.simple_tag
def demonstration_accounts() -> list[dict[str, str]]:
    """One account per role while the program shows invented cases; otherwise none."""
    return []
