// The messages of the open conversation, then the replies on their way.

import { element } from "../../../shared/dom";
import type { DeskState, OpenThread } from "../state";
import { KeyedList } from "./keyed-list";
import { MessageView, type LogItem } from "./message-view";

const NEAR_THE_END_PX = 80;

export class MessageLog {
  readonly node = element("div", { class: "thread__log" });
  private conversationId: string | null = null;
  private region: HTMLElement = element("div");
  private messages: KeyedList<LogItem> = this.startOver();

  constructor(private readonly siteUrl: string) {}

  update(thread: OpenThread, state: DeskState): void {
    const isNew = thread.conversation.id !== this.conversationId;
    if (isNew) this.messages = this.startOver();
    this.conversationId = thread.conversation.id;
    const follows = isNew || this.isNearTheEnd();
    this.messages.show(listItems(thread, state));
    // In the page only once filled: a live region announces what is added to it, not all that was said before.
    if (isNew) this.node.replaceChildren(this.region);
    if (follows) this.region.scrollTop = this.region.scrollHeight;
  }

  /** An agent who reads older messages is not pulled away from them. */
  private isNearTheEnd(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.region;
    return scrollHeight - scrollTop - clientHeight < NEAR_THE_END_PX;
  }

  private startOver(): KeyedList<LogItem> {
    this.region = element("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": "Messages", tabindex: 0 });
    return new KeyedList(this.region, ({ key }) => key, () => new MessageView(this.siteUrl));
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
