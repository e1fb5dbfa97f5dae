"""The web server under the application: sockets, processes, limits, host names, log."""
