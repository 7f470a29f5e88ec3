// What may be done with the open conversation, according to who holds it.

import { element } from "../../../shared/dom";
import type { ConversationSummary } from "../protocol";
import type { DeskSession } from "../session";
import { isChangingHands, type DeskState } from "../state";
import { ConfirmDialog } from "./dialogs";

export class ThreadActions {
  readonly node: HTMLElement;
  private readonly take: HTMLButtonElement;
  private readonly returnToBot: HTMLButtonElement;
  private readonly resolve: HTMLButtonElement;
  private conversationId = "";

  constructor(session: DeskSession) {
    const confirmation = new ConfirmDialog({
      title: "Clore la conversation ?",
      text: "Le visiteur pourra écrire de nouveau : l'assistant lui répondra.",
      confirm: "Clore la conversation",
    });
    this.take = button("Prendre la conversation", "button--primary", () => session.take(this.conversationId));
    this.returnToBot = button("Rendre à l'assistant", "", () => session.returnToBot(this.conversationId));
    this.resolve = button("Clore", "", () => {
      const conversationId = this.conversationId; // another may be open when the dialog is answered
      confirmation.ask(() => session.resolve(conversationId));
    });
    this.node = element("div", { class: "thread__actions" }, this.take, this.returnToBot, this.resolve, confirmation.node);
  }

  update({ id, status, is_mine }: ConversationSummary, state: DeskState): void {
    this.conversationId = id;
    const isHeld = status === "with_agent" && is_mine;
    const isBusy = isChangingHands(state, id);
    this.take.hidden = status !== "waiting";
    this.returnToBot.hidden = !isHeld;
    this.resolve.hidden = !isHeld;
    for (const action of [this.take, this.returnToBot, this.resolve]) action.disabled = isBusy;
  }
}

function button(label: string, variant: string, act: () => void): HTMLButtonElement {
  return element("button", { type: "button", class: `button ${variant}`.trim(), onclick: act }, label);
}
