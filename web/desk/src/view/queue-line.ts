// One conversation of the left list.

import { element, setText } from "../../../shared/dom";
import type { ConversationSummary } from "../protocol";
import { nameAge, nameConversation, nameRole, previewText } from "../wording";
import type { ItemView } from "./keyed-list";

export interface LineItem {
  readonly line: ConversationSummary;
  readonly now: number;
  readonly isOpen: boolean;
  readonly isFresh: boolean;
}

export class QueueLine implements ItemView<LineItem> {
  readonly node: HTMLElement;
  private readonly button: HTMLButtonElement;
  private readonly urgent = element("span", { class: "badge badge--urgent" }, "Urgent");
  private readonly fresh = element("span", { class: "badge badge--fresh" });
  private readonly role = element("span", { class: "line__role" });
  private readonly since = element("span", { class: "line__since" });
  private readonly title = element("span", { class: "line__title" });
  private readonly context = element("span", { class: "line__context" });
  private readonly lastText = element("span", { class: "line__last" });
  private conversationId = "";

  constructor(open: (conversationId: string) => void) {
    // Spaces between the parts keep them apart when the button is read as one name.
    this.button = element(
      "button",
      { type: "button", class: "line", onclick: () => open(this.conversationId) },
      element("span", { class: "line__top" }, this.urgent, " ", this.fresh, " ", this.role, " ", this.since),
      " ",
      this.title,
      " ",
      this.context,
      " ",
      this.lastText,
    );
    this.node = element("li", {}, this.button);
  }

  update({ line, now, isOpen, isFresh }: LineItem): void {
    this.conversationId = line.id;
    this.button.dataset["conversation"] = line.id;
    this.button.setAttribute("aria-current", String(isOpen));
    this.button.classList.toggle("line--fresh", isFresh);
    this.urgent.hidden = !line.urgent;
    this.fresh.hidden = !isFresh;
    setText(this.fresh, line.status === "waiting" ? "Nouvelle" : "Nouveau message");
    setText(this.since, nameAge(line, now));
    setText(this.role, nameRole(line.role));
    setText(this.title, nameConversation(line));
    setText(this.context, nameContext(line));
    setText(this.lastText, previewText(line.last_text));
  }
}

/** Why a person is needed, unless the title says it already, and who answers when it is someone else. */
function nameContext({ topic_title, reason, status, is_mine, agent_name }: ConversationSummary): string {
  const why = topic_title === null ? "" : reason;
  const holder = status === "with_agent" && !is_mine ? (agent_name ?? "") : "";
  return [why, holder].filter((part) => part !== "").join(" · ");
}
