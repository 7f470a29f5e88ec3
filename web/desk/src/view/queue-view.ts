// The left list: who waits, whom I help, whom others help.

import { element, setText } from "../../../shared/dom";
import type { ConversationSummary } from "../protocol";
import { groupQueue } from "../queue";
import type { DeskState } from "../state";
import { KeyedList } from "./keyed-list";
import { QueueLine, type LineItem } from "./queue-line";

export class QueueView {
  readonly node: HTMLElement;
  private readonly waiting: QueueGroup;
  private readonly mine: QueueGroup;
  private readonly others: QueueGroup;

  constructor(open: (conversationId: string) => void) {
    this.waiting = new QueueGroup("waiting", "En attente", "Aucune conversation en attente.", open);
    this.mine = new QueueGroup("mine", "Mes conversations", "Vous ne répondez à personne pour l'instant.", open);
    this.others = new QueueGroup("others", "Prises en charge par d'autres", "Aucune conversation chez un autre agent.", open);
    this.node = element("nav", { class: "queue", "aria-label": "Conversations" }, this.waiting.node, this.mine.node, this.others.node);
  }

  update(state: DeskState): void {
    const { waiting, mine, others } = groupQueue(state.queue);
    this.waiting.update(waiting, state);
    this.mine.update(mine, state);
    this.others.update(others, state);
  }

  /** Back where the agent was, when the thread is left on a small screen. */
  focusLine(conversationId: string): void {
    this.node.querySelector<HTMLButtonElement>(`[data-conversation="${CSS.escape(conversationId)}"]`)?.focus();
  }
}

class QueueGroup {
  readonly node: HTMLElement;
  private readonly count = element("span", { class: "group__count" });
  private readonly empty = element("p", { class: "group__empty" });
  private readonly lines: KeyedList<LineItem>;

  constructor(
    name: string,
    title: string,
    private readonly emptyText: string,
    open: (conversationId: string) => void,
  ) {
    const titleId = `group-${name}`;
    const list = element("ul", { class: "group__lines" });
    this.lines = new KeyedList(list, ({ line }) => line.id, () => new QueueLine(open));
    this.node = element(
      "section",
      { class: `group group--${name}`, "aria-labelledby": titleId },
      element("h2", { id: titleId, class: "group__title" }, title, " ", this.count),
      this.empty,
      list,
    );
  }

  update(conversations: readonly ConversationSummary[], { loaded, openId, fresh, now }: DeskState): void {
    setText(this.count, loaded ? String(conversations.length) : "");
    setText(this.empty, loaded ? this.emptyText : "Chargement…");
    this.empty.hidden = conversations.length > 0;
    this.lines.show(
      conversations.map((line) => ({ line, now, isOpen: line.id === openId, isFresh: fresh.has(line.id) })),
    );
  }
}
