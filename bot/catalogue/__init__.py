"""The catalogue of support topics: which exist, for whom, of what kind, and the French title that offers each.

A topic's id is its intent name. The examples and the answer of a topic are in `data/nlu/<id>.yml`.
"""

from bot.catalogue.topics import Audience, Kind, Topic, load_topics

__all__ = ["Audience", "Kind", "Topic", "load_topics"]
