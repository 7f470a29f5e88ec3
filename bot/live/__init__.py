"""Socket mechanics shared by visitors and agents; knows frames, not the meaning of conversations."""
