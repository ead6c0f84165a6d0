"""The whole paper put together: settings, addresses, server, command line."""
