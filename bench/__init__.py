"""What we measure, as commands that anyone can run."""
