"""ninjs, IPTC's news in JSON, piece by piece; `formats.ninjs` is the format."""
