// The messages of the open conversation, then the replies on their way. The style sheet keeps the end in view.

import { element } from "../../../shared/dom";
import type { DeskState, OpenThread } from "../state";
import { KeyedList } from "./keyed-list";
import { MessageView, type LogItem } from "./message-view";

/** Where a reversed scroller shows its end. */
const END = 0;

export class MessageLog {
  /** Focusable, so that the keyboard can scroll it. */
  readonly node = element("div", { class: "thread__log", role: "region", "aria-label": "Fil de la conversation", tabindex: 0 });
  private conversationId: string | null = null;
  private log: HTMLElement = element("div");
  private messages: KeyedList<LogItem> = this.startOver();
  private lastKey: string | undefined;

  constructor(private readonly siteUrl: string) {}

  update(thread: OpenThread, state: DeskState): void {
    const isNew = thread.conversation.id !== this.conversationId;
    if (isNew) this.messages = this.startOver();
    this.conversationId = thread.conversation.id;
    const items = listItems(thread, state);
    this.messages.show(items);
    // In the page only once filled: a live region announces what is added to it, not all that was said before.
    if (isNew) this.node.replaceChildren(this.log);
    if (isNew || this.justReplied(items)) this.node.scrollTop = END;
  }

  private justReplied(items: readonly LogItem[]): boolean {
    const last = items[items.length - 1];
    const isNew = last?.key !== this.lastKey;
    this.lastKey = last?.key;
    return isNew && last !== undefined && "stored" in last;
  }

  private startOver(): KeyedList<LogItem> {
    this.log = element("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": "Messages" });
    return new KeyedList(this.log, ({ key }) => key, () => new MessageView(this.siteUrl));
  }
}

/** A stored reply keeps the key of its optimistic copy, so that one becomes the other in place. */
function listItems({ conversation, messages, understood }: OpenThread, state: DeskState): LogItem[] {
  const said = messages.map((message) => ({
    key: (message.author === "agent" ? message.client_message_id : null) ?? message.id,
    message,
    understood: understood[message.id] ?? null,
    now: state.now,
  }));
  const onTheirWay = state.unanswered.flatMap(({ command, stored }) => {
    if (command.type !== "reply" || command.conversation_id !== conversation.id) return [];
    return [{ key: command.request_id, text: command.text, agentName: state.agentName, stored }];
  });
  return [...said, ...onTheirWay];
}
