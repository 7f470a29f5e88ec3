// Modal dialogs, on the browser's own <dialog>: it keeps the focus inside, closes on Escape and gives the focus back.

import { element } from "../../../shared/dom";
import { SHORTCUTS } from "./shortcuts";

interface ConfirmWording {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
}

export class ConfirmDialog {
  readonly node: HTMLDialogElement;
  private confirmed: () => void = () => undefined;

  constructor({ title, text, confirm }: ConfirmWording) {
    const close = () => this.node.close();
    const accept = () => {
      this.node.close();
      this.confirmed();
    };
    this.node = element(
      "dialog",
      { class: "dialog", "aria-labelledby": "confirm-title" },
      element("h2", { id: "confirm-title" }, title),
      element("p", {}, text),
      element(
        "div",
        { class: "dialog__foot" },
        element("button", { type: "button", class: "button", onclick: close }, "Annuler"),
        element("button", { type: "button", class: "button button--primary", onclick: accept }, confirm),
      ),
    );
  }

  ask(confirmed: () => void): void {
    this.confirmed = confirmed;
    this.node.showModal();
  }
}

export class ShortcutsDialog {
  readonly node: HTMLDialogElement;

  constructor() {
    const rows = SHORTCUTS.flatMap(({ keys, does }) => [element("dt", {}, element("kbd", {}, keys)), element("dd", {}, does)]);
    this.node = element(
      "dialog",
      { class: "dialog", "aria-labelledby": "shortcuts-title" },
      element("h2", { id: "shortcuts-title" }, "Raccourcis clavier"),
      element("dl", { class: "shortcuts" }, ...rows),
      element(
        "div",
        { class: "dialog__foot" },
        element("button", { type: "button", class: "button", onclick: () => this.node.close() }, "Fermer"),
      ),
    );
  }

  show(): void {
    this.node.showModal();
  }
}
