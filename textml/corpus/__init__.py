"""Page files to pages, articles and words."""
