"""What the newsroom sees of this room in Wagtail."""

from broadsheet.news import admin  # noqa: F401 - registers the newsroom's screens
