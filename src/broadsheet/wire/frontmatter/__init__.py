"""A folder of Markdown or HTML files with front matter: what Jekyll, Hugo and Eleventy build from.

The edition folder (`wire.folder`) is another thing: a paper of ours written by
hand, with names of our own and an `edition.toml` on top.
"""
