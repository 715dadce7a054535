"""``uptake teach``: the page for a room of people, on this machine only."""

from __future__ import annotations

import socket
import threading
import webbrowser
from pathlib import Path
from typing import Annotated, Final

import typer

from uptake.cli.options import Workers
from uptake.cli.output import output
from uptake.errors import InputError, Problem

HOST: Final = "127.0.0.1"
PORT: Final = 8642
SECONDS_TO_END: Final = 1
"""Open answers are cut off then, so that the server ends within two seconds."""
INSTALL: Final = "pip install 'uptake[web]'"


def teach(
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, help=f"Where the page is served; {PORT} or the next free."),
    ] = None,
    browser: Annotated[bool, typer.Option(help="Whether to open the page.")] = True,
    workers: Workers = None,
    export: Annotated[
        Path | None,
        typer.Option(help="Write one HTML file that needs no server instead.", metavar="FILE.html"),
    ] = None,
) -> None:
    """Open the teaching page: move levers, follow lessons, play the game, use your own staff list.

    Nothing leaves this machine. Example: uptake teach
    """
    _need_libraries()
    if export is not None:
        _export(export, workers)
        return
    _serve(port, browser, workers)


def _serve(port: int | None, browser: bool, workers: int | None) -> None:
    import uvicorn

    from uptake.web.server import make_app

    listening = _listen(port)
    address = f"http://{HOST}:{listening.getsockname()[1]}/"
    config = uvicorn.Config(
        make_app(workers),
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=SECONDS_TO_END,
    )
    console = output()
    console.print(f"The page is at {address}", markup=False, highlight=False, soft_wrap=True)
    console.print("Ctrl-C ends it.", markup=False, highlight=False)
    if browser:
        threading.Timer(0.5, webbrowser.open, [address]).start()
    uvicorn.Server(config).run(sockets=[listening])


def _listen(port: int | None) -> socket.socket:
    """Listen on the port, or on the usual one or the next that is free."""
    tried = [PORT, *range(PORT + 1, PORT + 20), 0] if port is None else [port]
    for one in tried:
        # Named as TCP, so that asyncio sends small answers at once (no Nagle's algorithm).
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, one))
        except OSError:
            listening.close()
            continue
        # A browser that is faster than the server waits instead of being turned away.
        listening.listen()
        return listening
    right = "a free port; without --port one is found"
    raise InputError([Problem("the command", "--port", "is in use", str(port), right)])


def _export(path: Path, workers: int | None) -> None:
    from uptake.cli.progress import counting
    from uptake.web.export import export

    with counting() as told:
        size = export(path, workers, told)
    words = f"{path}: {size / 1e6:.1f} MB; it opens from disk, without a network."
    output().print(words, markup=False, highlight=False, soft_wrap=True)


def _need_libraries() -> None:
    try:
        import plotly  # noqa: F401
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError as error:
        wrong = f"needs {error.name}, which is not installed"
        raise InputError([Problem("the command", "teach", wrong, right=INSTALL)]) from None
