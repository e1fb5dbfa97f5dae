"""Pages read in worker processes, each under limits of time and memory."""
