"""Templates, read once per language, so that fixed words need not be looked up for every page."""

from django.template.base import Origin
from django.template.loaders import cached
from django.utils.translation import get_language


class LoaderPerLanguage(cached.Loader):
    """Remembers a template as it reads in one language."""

    def cache_key(self, template_name: str, skip: list[Origin] | None = None) -> str:
        """The name of a template and the language of the page."""
        return f"{get_language()} {super().cache_key(template_name, skip)}"
