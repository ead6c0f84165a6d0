"""The reading list: in the browser, or in the account."""
