"""Stories in and out: one neutral `Story`, one module a format."""
