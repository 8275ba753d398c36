"""The accounts of a demonstration, for the page on which one signs in."""

from django import template

from relaas.application import demonstration
from relaas.web.session import language_of_page

register = template.Library()


@register.simple_tag
def demonstration_accounts() -> list[dict[str, str]]:
    """One account per role while the program shows invented cases; otherwise none.

    Their password is public: it opens nothing but invented cases.
    """
    return [
        {
            "username": account.username,
            "role": account.title.in_language(language_of_page()),
            "organisation": account.organisation,
            "password": demonstration.PASSWORD,
        }
        for account in demonstration.demonstration_accounts()
    ]
