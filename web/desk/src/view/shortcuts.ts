// The keyboard shortcuts of the console.

export type Shortcut = "next" | "previous" | "take";

const LETTERS: Readonly<Record<string, Shortcut>> = { j: "next", k: "previous", p: "take" };

export const SHORTCUTS: readonly { readonly keys: string; readonly does: string }[] = [
  { keys: "Alt + J", does: "Conversation suivante" },
  { keys: "Alt + K", does: "Conversation précédente" },
  { keys: "Alt + P", does: "Prendre la conversation ouverte" },
  { keys: "Entrée", does: "Envoyer la réponse" },
  { keys: "Maj + Entrée", does: "Aller à la ligne" },
  { keys: "Échap", does: "Fermer une fenêtre" },
];

/** Returns how to stop listening. */
export function listenToShortcuts(act: (shortcut: Shortcut) => void): () => void {
  const listener = (event: KeyboardEvent) => {
    const shortcut = readShortcut(event);
    if (shortcut === null || document.querySelector("dialog[open]") !== null) return;
    event.preventDefault();
    act(shortcut);
  };
  document.addEventListener("keydown", listener);
  return () => document.removeEventListener("keydown", listener);
}

function readShortcut({ altKey, ctrlKey, metaKey, key, code }: KeyboardEvent): Shortcut | null {
  if (!altKey || ctrlKey || metaKey) return null; // AltGr is Ctrl + Alt on Windows
  // With Alt, a Mac types another character: there the place of the key tells.
  const letter = /^[a-z]$/i.test(key) ? key : code.replace(/^Key/, "");
  return LETTERS[letter.toLowerCase()] ?? null;
}
