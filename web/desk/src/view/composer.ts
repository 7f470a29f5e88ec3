// Where the agent writes. The text lives in the state, so that each conversation keeps its own draft.

import { element, setText } from "../../../shared/dom";
import type { ConversationSummary } from "../protocol";
import type { DeskSession } from "../session";
import type { DeskState } from "../state";
import { TypingSignal } from "../typing-signal";

const MAX_LENGTH = 4_000;
const COUNT_FROM = 3_500;

export class Composer {
  readonly node: HTMLFormElement;
  private readonly input = element("textarea", { id: "reply", rows: 3, "aria-describedby": "reply-hint reply-count", placeholder: "Écrivez votre réponse…" });
  private readonly submit = element("button", { type: "submit", class: "button button--primary" }, "Envoyer");
  private readonly count = element("p", { id: "reply-count", class: "composer__count", role: "status" });
  private readonly typing: TypingSignal;
  private conversationId = "";

  constructor(
    private readonly session: DeskSession,
    private readonly draft: (conversationId: string, text: string) => void,
  ) {
    this.typing = new TypingSignal((conversationId, active) => session.setTyping(conversationId, active));
    this.input.addEventListener("input", () => this.write());
    this.input.addEventListener("keydown", (event) => this.sendOnEnter(event));
    this.input.addEventListener("blur", () => this.typing.stop());
    this.node = element(
      "form",
      { class: "composer", onsubmit: (event: Event) => this.send(event) },
      element("label", { for: "reply", class: "visually-hidden" }, "Votre réponse"),
      this.input,
      element(
        "div",
        { class: "composer__foot" },
        element("p", { id: "reply-hint", class: "composer__hint" }, "Entrée pour envoyer, Maj + Entrée pour aller à la ligne"),
        this.count,
        this.submit,
      ),
    );
  }

  update({ id, status, is_mine }: ConversationSummary, { drafts }: DeskState): void {
    if (this.conversationId !== id) this.typing.stop();
    this.conversationId = id;
    this.node.hidden = !(status === "with_agent" && is_mine);
    const draft = drafts[id] ?? "";
    if (this.input.value !== draft) this.input.value = draft;
    this.showLength(lengthOf(draft));
  }

  focus(): void {
    this.input.focus();
  }

  private write(): void {
    this.draft(this.conversationId, this.input.value);
    if (this.input.value === "") this.typing.stop();
    else this.typing.typed(this.conversationId);
  }

  /** Enter that ends the choice of an accent or a character (an input method) is not a wish to send. */
  private sendOnEnter(event: KeyboardEvent): void {
    if (event.key === "Enter" && !event.shiftKey && !event.altKey && !event.isComposing) this.send(event);
  }

  private send(event: Event): void {
    event.preventDefault();
    const text = this.input.value.trim();
    if (text === "" || lengthOf(text) > MAX_LENGTH) return;
    this.typing.stop();
    this.session.reply(this.conversationId, text);
    this.input.focus();
  }

  private showLength(length: number): void {
    const isTooLong = length > MAX_LENGTH;
    const count = `${length.toLocaleString("fr-FR")} / ${MAX_LENGTH.toLocaleString("fr-FR")} caractères`;
    setText(this.count, isTooLong ? `Réponse trop longue : ${count}` : length >= COUNT_FROM ? count : "");
    this.count.classList.toggle("composer__count--over", isTooLong);
    this.input.setAttribute("aria-invalid", String(isTooLong));
    this.submit.disabled = length === 0 || isTooLong;
  }
}

/** In characters as the gateway counts them: an emoji is one. */
function lengthOf(text: string): number {
  return [...text].length;
}
