"""The settings of the program, with one address more."""

from relaas.config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.unrestricted.urls"
