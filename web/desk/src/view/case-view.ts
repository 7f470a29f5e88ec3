// What the platform says of the visitor's case, as the assistant found it: the agent need not ask again.

import { element } from "../../../shared/dom";

const TITLE_ID = "case-title";

export class CaseView {
  readonly node: HTMLElement;
  private readonly facts = element("ul", { class: "case__facts" });
  private shown = "";

  constructor() {
    this.node = element(
      "section",
      { class: "case", "aria-labelledby": TITLE_ID, hidden: true },
      element("h3", { id: TITLE_ID, class: "case__title" }, "Ce que dit la plateforme"),
      this.facts,
    );
  }

  /** The same facts are left alone: an agent may be selecting them to copy. */
  update(facts: readonly string[]): void {
    this.node.hidden = facts.length === 0;
    const text = facts.join("\n");
    if (text === this.shown) return;
    this.shown = text;
    this.facts.replaceChildren(...facts.map((fact) => element("li", {}, fact)));
  }
}
