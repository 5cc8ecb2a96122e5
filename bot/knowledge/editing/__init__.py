"""What an editor would look at: is a text readable, spelled right, and no more than its sources say?

Only `make check-content` and tests import `spelling`, `readability`, `similarity` and `review`: they need
libraries that Petri itself does not load.
"""
