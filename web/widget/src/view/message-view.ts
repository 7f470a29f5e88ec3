// One message of the list: built once, then only what may change is changed, so that screen readers hear it once.

import { renderCards } from "../../../shared/cards";
import { element, setText } from "../../../shared/dom";
import { renderMarkdown } from "../../../shared/markdown";
import type { Failure } from "../state";
import type { TimelineItem } from "../timeline";
import { timeLabel } from "../wording";
import type { Intents } from "./intents";

export class MessageView {
  readonly element: HTMLElement;
  private readonly author = element("p");
  private readonly body = element("div", { class: "body" });
  private readonly foot = element("p", { class: "foot" });
  private readonly buttons: HTMLButtonElement[];
  private readonly delivery = element("div", { class: "delivery" });
  private shownDelivery: TimelineItem["delivery"] = "stored";

  constructor(
    item: TimelineItem,
    siteUrl: string,
    private readonly intents: Intents,
  ) {
    const cards = item.cards.length === 0 ? [] : [renderCards(item.cards, siteUrl)];
    this.element = element("article", { class: `message ${item.side}` }, this.author, this.body, ...cards, this.foot);
    if (item.markdown) this.body.append(renderMarkdown(item.text, { siteUrl }));
    this.buttons = item.buttons.map((button) =>
      element("button", { type: "button", class: "choice", onclick: () => item.seq !== null && intents.press(item.seq, button) }, button.title),
    );
    if (this.buttons.length > 0) this.element.append(element("div", { class: "choices" }, ...this.buttons));
    this.element.append(this.delivery);
    this.update(item);
  }

  update(item: TimelineItem): void {
    setText(this.author, `${item.authorName} :`);
    this.author.className = item.showAuthor ? "author" : "visually-hidden";
    if (!item.markdown) setText(this.body, item.text);
    for (const button of this.buttons) button.disabled = !item.buttonsUsable;
    this.updateTime(item);
    this.updateDelivery(item);
  }

  private updateTime({ createdAt, delivery }: TimelineItem): void {
    this.foot.hidden = createdAt === null || delivery !== "stored";
    if (createdAt === null || this.foot.firstElementChild?.getAttribute("datetime") === createdAt) return;
    this.foot.replaceChildren(element("time", { datetime: createdAt }, timeLabel(createdAt)));
  }

  private updateDelivery(item: TimelineItem): void {
    const { delivery } = item;
    if (delivery === this.shownDelivery) return;
    this.shownDelivery = delivery;
    this.element.classList.toggle("failed", typeof delivery === "object");
    if (delivery === "stored") this.delivery.replaceChildren();
    else if (delivery === "sending") this.delivery.replaceChildren(element("span", { class: "sending" }, "Envoi…"));
    else this.delivery.replaceChildren(...this.failure(item, delivery));
  }

  private failure(item: TimelineItem, { reason, retryable }: Failure): HTMLElement[] {
    const remedy = retryable
      ? element("button", { type: "button", class: "link", onclick: () => this.intents.retry(item.key) }, "Réessayer")
      : element("button", { type: "button", class: "link", onclick: () => this.intents.edit(item.key, item.text) }, "Modifier");
    return [element("strong", {}, "Non envoyé"), element("span", { class: "reason" }, reason), remedy];
  }
}
