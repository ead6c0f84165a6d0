"""A plug-in for tests: papers on this machine are each other's neighbours on the net, and hear aloud."""

from broadsheet.foundation.plugins import Plugin

plugin = Plugin(name="neighbours", apps=("neighbours",))
