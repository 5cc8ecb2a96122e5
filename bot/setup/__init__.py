"""Getting ready to run: the Dutch spaCy pipeline, and training when something it depends on has changed."""
