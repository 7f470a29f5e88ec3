// Top of the panel: who answers, the way to a person, the way out.

import { element, icon, setText } from "../../../shared/dom";
import type { State } from "../state";
import { statusLine } from "../wording";
import { MINIMISE, PERSON } from "./icons";
import type { Intents } from "./intents";

export const TITLE_ID = "assistant-title";

export class Header {
  readonly element: HTMLElement;
  private readonly status = element("p", { class: "status", role: "status" });
  private readonly human: HTMLButtonElement;

  constructor(intents: Intents) {
    this.human = element(
      "button",
      { type: "button", class: "human", onclick: () => intents.requestHuman() },
      icon(PERSON),
      element("span", {}, "Parler à une personne"),
    );
    const minimise = element(
      "button",
      { type: "button", class: "minimise", "aria-label": "Réduire l'assistant", title: "Réduire", onclick: () => intents.minimise() },
      icon(MINIMISE),
    );
    const names = element("div", { class: "names" }, element("h2", { id: TITLE_ID }, "Assistant JeVeuxAider"), this.status);
    this.element = element("header", {}, element("div", { class: "bar" }, names, minimise), this.human);
  }

  update(state: State): void {
    const asked = state.outbox.some(({ command }) => command.type === "request_human");
    setText(this.status, statusLine(state));
    this.status.dataset.status = state.status;
    this.human.hidden = state.status !== "with_bot" && state.status !== "resolved";
    this.human.disabled = asked;
    setText(this.human.lastElementChild as Element, asked ? "Demande en cours…" : "Parler à une personne");
  }
}
