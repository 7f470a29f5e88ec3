"""The one failure of this package. Finding nothing is not a failure: it is an empty list or `None`."""


class PlatformUnavailable(Exception):
    """The platform's database is missing, unreachable, locked, too slow, or refused the query.

    The cause is chained for the log. It may be retried later; nothing was changed.
    """
