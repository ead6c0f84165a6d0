"""Plug-ins: installed packages that add an app, a body block or a bar button.

A plug-in is an entry point in the group `broadsheet.plugins` that names a
`Plugin` (see docs/plugins.md).
"""

from __future__ import annotations

from importlib.metadata import entry_points

from broadsheet.foundation.plugins import Plugin

GROUP = "broadsheet.plugins"


class PluginError(Exception):
    """A plug-in is named in the set-up but cannot be used."""


def installed(*, only: tuple[str, ...] | None = None) -> list[Plugin]:
    """The plug-ins to use, in the order of their names.

    Args:
        only: names to use; None takes every installed one.

    Raises:
        PluginError: a named plug-in is not installed, or is not a `Plugin`.
    """
    found = {point.name: point for point in entry_points(group=GROUP)}
    names = sorted(found) if only is None else list(only)
    missing = [name for name in names if name not in found]
    if missing:
        raise PluginError(f"These plug-ins are not installed: {', '.join(missing)}")
    plugins = [found[name].load() for name in names]
    for name, plugin in zip(names, plugins, strict=True):
        if not isinstance(plugin, Plugin):
            raise PluginError(f"The plug-in {name} does not name a broadsheet Plugin.")
    return plugins
