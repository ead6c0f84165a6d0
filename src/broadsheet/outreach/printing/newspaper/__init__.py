"""The print edition: the front page's choice as a newspaper of several pages."""
