// One message of the thread, or one reply on its way.

import { renderCards } from "../../../shared/cards";
import { element, setText } from "../../../shared/dom";
import { renderMarkdown } from "../../../shared/markdown";
import type { Message } from "../protocol";
import { nameAuthor, nameMoment } from "../wording";
import type { ItemView } from "./keyed-list";

interface SaidItem {
  readonly key: string;
  readonly message: Message;
  readonly understood: string | null;
  readonly now: number;
}

interface OnItsWayItem {
  readonly key: string;
  readonly text: string;
  readonly agentName: string;
  /** The gateway has it; its message is about to come. */
  readonly stored: boolean;
}

export type LogItem = SaidItem | OnItsWayItem;

export class MessageView implements ItemView<LogItem> {
  readonly node: HTMLElement;
  private readonly author = element("span", { class: "message__author" });
  private readonly moment = element("span", { class: "message__moment" });
  private readonly body = element("div", { class: "message__body" });
  private readonly understood = element("p", { class: "message__understood" });
  private shownText: string | null = null;

  constructor(private readonly siteUrl: string) {
    const head = element("p", { class: "message__head" }, this.author, " ", this.moment);
    this.node = element("article", {}, head, this.body, this.understood);
  }

  update(item: LogItem): void {
    if ("message" in item) this.showSaid(item);
    else this.showOnItsWay(item);
  }

  private showSaid({ message, understood, now }: SaidItem): void {
    this.node.className = `message message--${message.author}`;
    setText(this.author, nameAuthor(message));
    setText(this.moment, nameMoment(message.created_at, now));
    setText(this.understood, understood === null ? "" : `Compris : ${understood}`);
    this.understood.hidden = understood === null;
    this.showBody(message.text, () => this.renderBody(message));
  }

  private showOnItsWay({ text, agentName, stored }: OnItsWayItem): void {
    this.node.className = "message message--agent message--pending";
    setText(this.author, agentName);
    setText(this.moment, stored ? "Envoyé" : "Envoi…");
    this.understood.hidden = true;
    this.showBody(text, () => [text]);
  }

  private showBody(text: string, render: () => (Node | string)[]): void {
    if (this.shownText === text) return;
    this.shownText = text;
    this.body.replaceChildren(...render());
  }

  /** What people typed is text and nothing else; what we wrote is Markdown, then what goes with it. */
  private renderBody(message: Message): (Node | string)[] {
    if (message.author === "visitor" || message.author === "agent") return [message.text];
    const written = renderMarkdown(message.text, { siteUrl: this.siteUrl });
    if (message.cards.length > 0) written.append(renderCards(message.cards, this.siteUrl));
    for (const link of written.querySelectorAll("a")) openElsewhere(link);
    return message.buttons.length === 0 ? [written] : [written, listChoices(message)];
  }
}

/** No link may take the agent away from the console. */
function openElsewhere(link: HTMLAnchorElement): void {
  link.target = "_blank";
  link.rel = "noopener noreferrer";
}

function listChoices({ buttons }: Message): HTMLElement {
  const choices = buttons.map(({ title }) => element("li", {}, title));
  return element("ul", { class: "message__choices", "aria-label": "Choix proposés au visiteur" }, ...choices);
}
