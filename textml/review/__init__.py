"""Doubtful articles to a person, and the answers to the seeds."""
