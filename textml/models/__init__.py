"""Features and seeds to section classifier, topic model and honest scores."""
