"""``python -m uptake.cli``: the command line without its script."""

from uptake.cli.main import main

main()
