"""The public web app, and the only part that other machines can reach."""
