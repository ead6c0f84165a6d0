"""What a process of a full bake does.

Django is imported only inside: a new process loads this before it is set up.
"""

from __future__ import annotations


def set_up() -> None:
    """Make a fresh process ready to render."""
    import django

    django.setup()


def bake(addresses: list[str]) -> int:
    """Render and keep these addresses; how many became plates."""
    from broadsheet.edition import baking
    from broadsheet.edition.shelves import open_shelf

    shelf = open_shelf()
    return baking.bake_addresses(shelf, addresses) if shelf else 0
