"""Errors that cross a boundary: a stable code for programs, a French sentence for people.

Raised by the rules, turned into frames or HTTP answers at the edges. Never put a detail of the machine in them.
"""


class AssistantError(Exception):
    """Something was refused or could not be done; `code` is part of the protocol (docs/protocol.md)."""

    code = "internal_error"
    message = "Un incident technique est survenu. Vous pouvez réessayer ou demander à parler à une personne."
    retryable = False

    def __init__(self, message: str | None = None, *, retry_after_seconds: float | None = None):
        super().__init__(message or self.message)
        self.message = message or self.message
        self.retry_after_seconds = retry_after_seconds


class InternalError(AssistantError):
    """Our fault; details are in the log only."""

    retryable = True


class StorageUnavailable(AssistantError):
    """Our database did not answer in time; nothing was stored."""

    code = "storage_unavailable"
    message = (
        "Votre message n'a pas pu être enregistré pour le moment. "
        "Nous réessayons automatiquement ; vous pouvez aussi réessayer vous-même."
    )
    retryable = True


class InvalidFrame(AssistantError):
    """Not a frame of the protocol."""

    code = "invalid_frame"
    message = "Cette demande n'a pas été comprise par le serveur. Rechargez la page et réessayez."


class UnsupportedProtocol(AssistantError):
    """The browser runs a widget of another age."""

    code = "unsupported_protocol"
    message = "Votre page est ancienne. Rechargez-la pour continuer."


class HelloExpected(AssistantError):
    """A command came before `hello`."""

    code = "hello_expected"
    message = "La connexion n'a pas été ouverte correctement. Rechargez la page et réessayez."


class UnknownConversation(AssistantError):
    """No such conversation, or not with that token: the two are not told apart."""

    code = "unknown_conversation"
    message = "Cette conversation n'est plus disponible. Une nouvelle conversation va commencer."


class IdentityMismatch(AssistantError):
    """The conversation belongs to somebody else than the person now logged in."""

    code = "identity_mismatch"
    message = "Cette conversation appartient à un autre compte. Une nouvelle conversation va commencer."


class InvalidIdentity(AssistantError):
    """The signed identity is forged, expired or not for us."""

    code = "invalid_identity"
    message = (
        "Votre identité n'a pas pu être vérifiée. Vous pouvez continuer sans être reconnu, "
        "ou vous reconnecter sur le site."
    )


class IdentityUnavailable(AssistantError):
    """The platform, which alone knows whose token this is, did not answer in time."""

    code = "identity_unavailable"
    message = (
        "Votre identité ne peut pas être vérifiée pour le moment. "
        "Vous pouvez poser vos questions sans être reconnu, ou réessayer dans un instant."
    )
    retryable = True


class EmptyMessage(AssistantError):
    """Nothing is left once control characters and blanks are gone."""

    code = "empty_message"
    message = "Votre message est vide. Écrivez votre question puis envoyez-la."


class MessageTooLong(AssistantError):
    """Longer than the configured limit."""

    code = "message_too_long"

    def __init__(self, limit: int):
        super().__init__(
            f"Votre message est trop long ({limit} caractères au maximum). "
            "Raccourcissez-le ou envoyez-le en plusieurs fois."
        )


class UnknownButton(AssistantError):
    """That message never offered that button."""

    code = "unknown_button"
    message = "Ce choix n'est plus disponible. Écrivez votre question avec vos mots."


class RateLimited(AssistantError):
    """Too much, too fast."""

    code = "rate_limited"
    message = "Vous envoyez beaucoup de messages à la suite. Patientez quelques secondes puis réessayez."
    retryable = True


class NotWaiting(AssistantError):
    """The visitor gave up waiting, but was no longer waiting."""

    code = "not_waiting"
    message = "Vous n'êtes plus en file d'attente."


class NotTheHolder(AssistantError):
    """The agent does not hold that conversation."""

    code = "not_the_holder"
    message = "Vous n'avez pas pris en charge cette conversation."


class AlreadyTaken(AssistantError):
    """Somebody else was first, or the visitor no longer waits."""

    code = "already_taken"
    message = "Cette conversation n'attend plus : une autre personne l'a prise ou elle est revenue à l'assistant."


class BadCredentials(AssistantError):
    """Unknown login or wrong password: the two are not told apart."""

    code = "bad_credentials"
    message = "Identifiant ou mot de passe incorrect."


class NotLoggedIn(AssistantError):
    """The desk session is missing or over."""

    code = "not_logged_in"
    message = "Votre session est terminée. Reconnectez-vous."


class ConfigurationError(AssistantError):
    """The operator's settings or data are wrong; said in one line when the process starts."""

    code = "configuration"
