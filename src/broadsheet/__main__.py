"""`python -m broadsheet`, the same as the command `broadsheet`."""

from broadsheet.site.cli import main

main()
