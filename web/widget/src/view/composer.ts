// Where the visitor writes. The text being written belongs to the text area: no state change ever touches it.

import { element, icon, setText } from "../../../shared/dom";
import type { State } from "../state";
import { SEND } from "./icons";
import type { Intents } from "./intents";

const TALLEST_PX = 120;
/** The counter appears when less than this part of the allowed length is left. */
const COUNTED_PART = 0.1;

export class Composer {
  readonly element: HTMLFormElement;
  private readonly input = element("textarea", {
    id: "assistant-message", rows: 1, placeholder: "Écrivez votre question…", "aria-describedby": "assistant-counter", autocomplete: "off",
  });
  private readonly counter = element("p", { id: "assistant-counter", class: "counter", role: "status", hidden: true });
  private readonly send = element("button", { type: "submit", class: "send", "aria-label": "Envoyer", title: "Envoyer", disabled: true }, icon(SEND));
  private maxLength = Number.POSITIVE_INFINITY;

  constructor(private readonly intents: Intents) {
    this.input.addEventListener("input", () => this.changed());
    this.input.addEventListener("keydown", (event) => this.sendOnEnter(event));
    this.element = element(
      "form",
      { class: "composer", onsubmit: (event: Event) => this.submit(event) },
      element("label", { class: "visually-hidden", for: "assistant-message" }, "Votre message"),
      element("div", { class: "field" }, this.input, this.send),
      this.counter,
      element("p", { class: "caution" }, "N'écrivez ni mot de passe ni information sensible, sur votre santé par exemple."),
    );
  }

  update(state: State): void {
    if (state.maxTextLength === this.maxLength) return;
    this.maxLength = state.maxTextLength;
    this.measure();
  }

  focus(): void {
    this.input.focus();
  }

  /** Puts a text before what is already being written. */
  giveBack(text: string): void {
    const draft = this.input.value;
    this.input.value = draft === "" ? text : `${text}\n${draft}`;
    this.changed();
  }

  /** The panel has just been shown: sizes can be measured only now. */
  measure(): void {
    const { style } = this.input;
    style.height = "auto";
    if (this.input.scrollHeight > 0) style.height = `${Math.min(this.input.scrollHeight, TALLEST_PX)}px`;
    // As the gateway counts: characters rather than UTF-16 halves, without outer blanks.
    const length = Array.from(this.input.value.trim()).length;
    this.counter.hidden = length < this.maxLength * (1 - COUNTED_PART);
    this.counter.classList.toggle("over", length > this.maxLength);
    setText(this.counter, this.counter.hidden ? "" : counterText(length, this.maxLength));
    this.send.disabled = length === 0 || length > this.maxLength;
  }

  private changed(): void {
    this.measure();
    this.intents.draftChanged(this.input.value);
  }

  private sendOnEnter(event: KeyboardEvent): void {
    // While a word is being composed (accents, Asian languages), Enter chooses it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.element.requestSubmit();
  }

  private submit(event: Event): void {
    event.preventDefault();
    if (this.send.disabled) return;
    const text = this.input.value.trim();
    this.input.value = "";
    this.changed();
    this.intents.post(text);
    this.focus();
  }
}

function counterText(length: number, limit: number): string {
  const figures = `${length.toLocaleString("fr-FR")} / ${limit.toLocaleString("fr-FR")} caractères`;
  return length > limit ? `${figures} : votre message est trop long` : figures;
}
