"""`cocreate demo`: the demo city, in an empty database."""

from __future__ import annotations

import click

from cocreate.cli.context import session
from cocreate.core.errors import CocreateError
from cocreate.core.settings import settings
from cocreate.demo import service


@click.command()
def demo() -> None:
    """Fill an empty database with the demo city; needs COCREATE_DEMO=1."""
    with session():
        if not settings().demo:
            raise CocreateError("Demo content is loaded only with COCREATE_DEMO=1.")
        if not service.load(lambda line: click.echo(line, err=True)):
            click.echo("There are calls already; nothing was loaded.", err=True)
    for line in service.accounts():
        click.echo(line, err=True)
