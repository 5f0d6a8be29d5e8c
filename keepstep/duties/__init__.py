"""The job description: a file for each duty, found by being there."""
