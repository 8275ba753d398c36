"""The options that every listing of the law takes."""

import click

language_option = click.option(
    "--language", type=click.Choice(["nl", "en"]), default="nl", show_default=True, help="Dutch or English words."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for other programs.")
