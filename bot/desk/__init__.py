"""The agents' edge: login, the live queue, what an agent may do with a conversation."""
