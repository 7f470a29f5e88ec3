"""What must be said beside the figures of the recommended configuration, in French. Pure."""

from bot.evaluation.bench.recommended import FULL_EPOCHS
from bot.evaluation.bench.training import Training


def notes_on(training: Training) -> list[str]:
    """How its training time was found, and what its model is good for."""
    notes = ["Entraînement : dossiers neufs, sans cache ni validation préalable de Rasa."]
    if training.is_scaled:
        each = ", ".join(_said(name, training) for name in training.seconds_per_epoch)
        notes += [
            f"Configuration recommandée : {training.epochs} époques entraînées en {training.seconds:.0f} s "
            f"(une époque : {each or 'rien à apprendre'}).",
            f"Les {training.full_seconds:.0f} s sont CALCULÉES pour les {FULL_EPOCHS} époques de `rasa init`, avec la "
            "durée médiane d'une époque après la première, et non mesurées. La charge de la machine peut doubler une "
            "époque : plus d'époques (--epochs) rendent le calcul plus sûr.",
            "Ce modèle inachevé ne vaut que pour ses durées et sa mémoire : sa justesse ne veut rien dire et n'est pas "
            "donnée (--epochs full). Ses seuils de repli sont à 0, pour que ses tours soient des réponses.",
        ]
    if training.idle:
        notes.append(f"Rien à apprendre dans nos données pour : {', '.join(training.idle)}.")
    return notes


def _said(name: str, training: Training) -> str:
    seconds = training.epoch_seconds.get(name, [])
    spread = f", de {min(seconds):.1f} à {max(seconds):.1f}" if len(seconds) > 1 else ""
    return f"{name} {training.seconds_per_epoch[name]:.1f} s{spread}"
