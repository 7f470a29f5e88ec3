"""Search of missions: what is looked for, where it is looked for, and what is done when nothing is found.

`criteria` is pure and shared with the dialogue; `finder` asks the sources (the platform's database, the public mission
search) and widens a search that finds nothing.
"""
