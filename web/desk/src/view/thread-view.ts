// The middle of the console: the conversation that the agent has open.

import { element, setText } from "../../../shared/dom";
import type { DeskSession } from "../session";
import { countWaiting } from "../queue";
import type { DeskState, OpenThread } from "../state";
import { nameConversation, nameStatus } from "../wording";
import { Composer } from "./composer";
import { MessageLog } from "./message-log";
import { ThreadActions } from "./thread-actions";

export class ThreadView {
  readonly node: HTMLElement;
  private readonly placeholder = element("p", { class: "thread__placeholder" });
  private readonly title = element("h2", { class: "thread__title", tabindex: -1 });
  private readonly status = element("p", { class: "thread__status" });
  private readonly typing = element("p", { class: "thread__typing" });
  private readonly actions: ThreadActions;
  private readonly log: MessageLog;
  private readonly composer: Composer;
  private readonly content: HTMLElement;
  private shown: OpenThread | null = null;

  constructor(session: DeskSession, draft: (conversationId: string, text: string) => void, siteUrl: string, leave: () => void) {
    this.actions = new ThreadActions(session);
    this.log = new MessageLog(siteUrl);
    this.composer = new Composer(session, draft);
    const back = element("button", { type: "button", class: "button thread__back", onclick: leave }, "Retour à la liste");
    const heading = element("div", { class: "thread__heading" }, this.title, this.status);
    this.content = element(
      "div",
      { class: "thread__content" },
      element("header", { class: "thread__header" }, back, heading, this.actions.node),
      this.log.node,
      this.typing,
      this.composer.node,
    );
    this.node = element("section", { class: "thread", "aria-label": "Conversation ouverte" }, this.placeholder, this.content);
  }

  update(state: DeskState): void {
    const { thread } = state;
    const hadFocus = this.node.contains(document.activeElement);
    this.content.hidden = thread === null;
    this.placeholder.hidden = thread !== null;
    setText(this.placeholder, nameAbsence(state));
    if (thread !== null) this.show(thread, state);
    this.placeFocus(this.shown, thread, hadFocus);
    this.shown = thread;
  }

  private show(thread: OpenThread, state: DeskState): void {
    setText(this.title, nameConversation(thread.conversation));
    setText(this.status, nameStatus(thread.conversation));
    setText(this.typing, thread.visitorTyping ? "Le visiteur écrit…" : "");
    this.actions.update(thread.conversation, state);
    this.composer.update(thread.conversation, state);
    this.log.update(thread, state);
  }

  /** To the thread just opened, to the reply when it becomes possible, and never lost with a button that disappears. */
  private placeFocus(before: OpenThread | null, after: OpenThread | null, hadFocus: boolean): void {
    if (after === null) return;
    const isNew = before?.conversation.id !== after.conversation.id;
    const mayReply = after.conversation.is_mine && after.conversation.status === "with_agent";
    const couldReply = !isNew && before?.conversation.is_mine && before.conversation.status === "with_agent";
    if (mayReply && !couldReply) this.composer.focus();
    else if (isNew || (hadFocus && !hasVisibleFocus())) this.title.focus();
  }
}

function nameAbsence(state: DeskState): string {
  if (state.openId !== null) return "Chargement de la conversation…";
  if (!state.loaded) return "";
  return countWaiting(state) === 0
    ? "Aucune conversation en attente. Les nouvelles demandes apparaîtront dans la liste."
    : "Choisissez une conversation dans la liste.";
}

/** A browser leaves the focus on an element that was just hidden or disabled, until its next layout. */
function hasVisibleFocus(): boolean {
  const focused = document.activeElement;
  return focused !== null && focused !== document.body && focused.closest("[hidden], :disabled") === null;
}
