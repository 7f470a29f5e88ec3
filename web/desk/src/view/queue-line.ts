// One conversation of the left list.

import { element, setText } from "../../../shared/dom";
import type { ConversationSummary } from "../protocol";
import { waitingSince } from "../queue";
import { nameConversation, nameDuration, nameRole, previewText } from "../wording";
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
      element("span", { class: "line__top" }, this.urgent, " ", this.fresh, " ", this.since),
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
    setText(this.since, nameSince(line, now));
    setText(this.title, nameConversation(line));
    setText(this.context, nameContext(line));
    setText(this.lastText, previewText(line.last_text));
  }
}

function nameSince(line: ConversationSummary, now: number): string {
  if (line.status === "waiting") return `depuis ${nameDuration(now - waitingSince(line))}`;
  return `il y a ${nameDuration(now - Date.parse(line.last_at))}`;
}

/** Who it is, why a person is needed (unless the title says it already), and who answers when it is someone else. */
function nameContext(line: ConversationSummary): string {
  const reason = line.topic_title === null ? "" : line.reason;
  const holder = line.status === "with_agent" && !line.is_mine ? (line.agent_name ?? "") : "";
  return [nameRole(line.role), reason, holder].filter((part) => part !== "").join(" · ");
}
