// The conversation, as a live region: messages are added and touched one by one, never drawn again as a whole.

import { element } from "../../../shared/dom";
import { type State, isReplaying } from "../state";
import { type TimelineItem, keyOfLastTurn, timeline } from "../timeline";
import type { Intents } from "./intents";
import { MessageView } from "./message-view";

/** Nearer to the end than this, the visitor is taken to follow the conversation. */
const NEAR_END_PX = 60;

export class MessageList {
  readonly element: HTMLElement;
  private readonly log = element("div", {
    class: "log", role: "log", "aria-live": "polite", "aria-label": "Messages de la conversation", tabindex: 0,
  });
  private readonly newer: HTMLButtonElement;
  private views = new Map<string, MessageView>();
  /** First message of the last turn. */
  private turnStart: HTMLElement | null = null;
  /** Where the list was last scrolled to for the visitor: elsewhere, they have scrolled by themselves. */
  private placedAt = -1;

  constructor(
    private readonly siteUrl: string,
    private readonly intents: Intents,
  ) {
    this.newer = element("button", { type: "button", class: "newer", hidden: true, onclick: () => this.scrollTo(this.log.lastElementChild) }, "Nouveaux messages ↓");
    this.log.addEventListener("scroll", () => {
      if (this.isNearEnd()) this.newer.hidden = true;
    });
    this.element = element("div", { class: "conversation" }, this.log, this.newer);
  }

  /** `followed`: whether the visitor was at the end before anything of the panel changed size. */
  update(state: State, followed: boolean): void {
    const items = timeline(state);
    // While history comes back it is not read aloud.
    this.log.setAttribute("aria-busy", String(isReplaying(state)));
    const added = this.place(items);
    this.turnStart = this.views.get(keyOfLastTurn(items))?.element ?? null;
    if (added.length === 0 && followed) this.log.scrollTop = this.log.scrollHeight;
    if (added.length === 0) return;
    if (followed || added.some(({ side }) => side === "visitor") || this.announces(added)) this.showLastTurn();
    else this.newer.hidden = false;
  }

  /** A question that is taken up again after a log-in is announced to who has not begun to read elsewhere. */
  private announces(added: readonly TimelineItem[]): boolean {
    return added.some(({ side }) => side === "notice") && this.log.scrollTop === this.placedAt;
  }

  isNearEnd(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.log;
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  }

  focus(): void {
    this.log.focus({ preventScroll: true });
  }

  /** The end of the conversation, or the start of its last turn when that one is taller than the list. */
  showLastTurn(): void {
    this.scrollTo(this.turnStart);
    this.newer.hidden = this.turnStart === this.log.lastElementChild || this.isNearEnd();
  }

  private scrollTo(message: Element | null): void {
    if (!(message instanceof HTMLElement)) return;
    const end = this.log.scrollHeight - this.log.clientHeight;
    this.log.scrollTop = Math.min(end, message.offsetTop - this.log.offsetTop - 8);
    this.placedAt = this.log.scrollTop;
    this.newer.hidden = true;
  }

  /** Makes the list show these items, and returns those that were not there. */
  private place(items: readonly TimelineItem[]): TimelineItem[] {
    const added: TimelineItem[] = [];
    const views = new Map<string, MessageView>();
    let next = this.log.firstElementChild;
    for (const item of items) {
      const known = this.views.get(item.key);
      const view = known ?? new MessageView(item, this.siteUrl, this.intents);
      if (known === undefined) added.push(item);
      else known.update(item);
      views.set(item.key, view);
      if (view.element === next) next = next.nextElementSibling;
      else this.log.insertBefore(view.element, next);
    }
    for (const [key, view] of this.views) if (!views.has(key)) view.element.remove();
    this.views = views;
    return added;
  }
}
