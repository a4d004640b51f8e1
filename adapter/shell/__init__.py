"""Between the command line and the use cases: build, call one, print, and give the exit code."""
