"""The application: session, window, jobs and command line."""
