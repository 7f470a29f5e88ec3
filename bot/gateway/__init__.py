"""The public door: visitors' sockets, and the way from a stored message to the bot and back."""
