// The button that is all one sees of a widget that was never opened.

import { element, icon, setText } from "../../../shared/dom";
import { type State, unreadCount } from "../state";
import { unreadLine } from "../wording";
import { BUBBLE } from "./icons";
import type { Intents } from "./intents";

export class Launcher {
  readonly element: HTMLElement;
  private readonly button: HTMLButtonElement;
  private readonly badge = element("span", { class: "badge", "aria-hidden": "true", hidden: true });
  /** Says new messages aloud, since the badge is only a number. */
  private readonly announcement = element("span", { class: "visually-hidden", role: "status" });

  constructor(intents: Intents) {
    this.button = element(
      "button",
      { type: "button", class: "launcher", "aria-haspopup": "dialog", onclick: () => intents.open() },
      icon(BUBBLE),
      "Besoin d'aide ?",
      this.badge,
    );
    this.element = element("div", { class: "launcher-area" }, this.button, this.announcement);
  }

  update(state: State): void {
    const unread = state.panelOpen ? 0 : unreadCount(state);
    this.button.hidden = state.panelOpen;
    this.badge.hidden = unread === 0;
    setText(this.badge, unread === 0 ? "" : String(unread));
    setText(this.announcement, unreadLine(unread));
  }

  focus(): void {
    this.button.focus();
  }
}
