"""Imports a dependency of Rasa's runtime before the tests do, without what it says while it is imported."""

import importlib
import warnings

with warnings.catch_warnings():
    # It imports pkg_resources, which warns that it is old; a warning in a test is an error.
    warnings.simplefilter("ignore")
    importlib.import_module("apscheduler")
