"""What Rasa calls when it knows what is asked: look up, compose, answer."""
