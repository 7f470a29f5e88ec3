"""The environment of every process that imports Rasa: nothing sent anywhere, few words, one thread."""

from collections.abc import Mapping

RASA_ENVIRONMENT: Mapping[str, str] = {
    # Also keeps Rasa from sending its crashes, with whatever is in them, to its makers.
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONWARNINGS": "ignore",
    # One message at a time is computed: more threads only fight over the cores.
    "OMP_NUM_THREADS": "1",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}
