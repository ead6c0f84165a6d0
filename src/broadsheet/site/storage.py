"""Static files with a hash of their content in their name."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage; a file a plug-in forgot is served, not a crash."""

    manifest_strict = False
