"""Starts Rasa for us: `python -m bot.rasa_launcher train|run|predict …`, lighter and faster than `python -m rasa`.

The same commands without this room work too (`rasa train`, `rasa shell`…), as every Rasa user expects.
"""
