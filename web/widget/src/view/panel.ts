// The dialog: puts the parts together and keeps the keyboard's focus where it makes sense.

import { element } from "../../../shared/dom";
import type { State } from "../state";
import { Composer } from "./composer";
import { hasTouchKeyboard, keepFocusInside } from "./focus";
import { Header, TITLE_ID } from "./header";
import type { Intents } from "./intents";
import { MessageList } from "./message-list";
import { Notices } from "./notices";

export class Panel {
  readonly element: HTMLElement;
  private readonly header: Header;
  private readonly messages: MessageList;
  private readonly notices: Notices;
  private readonly composer: Composer;

  constructor(siteUrl: string, intents: Intents) {
    this.header = new Header(intents);
    this.messages = new MessageList(siteUrl, intents);
    this.notices = new Notices(intents);
    this.composer = new Composer(intents);
    this.element = element(
      "section",
      { class: "panel", role: "dialog", "aria-labelledby": TITLE_ID, hidden: true },
      this.header.element,
      this.messages.element,
      this.notices.element,
      this.composer.element,
    );
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing) intents.minimise();
    });
    keepFocusInside(this.element);
  }

  update(state: State): void {
    const appears = state.panelOpen && this.element.hidden;
    const focused = focusedIn(this.element);
    const followed = this.messages.isNearEnd();
    this.element.hidden = !state.panelOpen;
    this.header.update(state);
    this.notices.update(state);
    this.composer.update(state);
    this.messages.update(state, followed);
    if (appears) this.appear();
    else if (focused !== null && !canKeepFocus(focused)) this.messages.focus();
  }

  focus(): void {
    if (hasTouchKeyboard()) this.messages.focus();
    else this.composer.focus();
  }

  focusComposer(): void {
    this.composer.focus();
  }

  giveBack(text: string): void {
    this.composer.giveBack(text);
  }

  private appear(): void {
    this.messages.showLastTurn();
    this.composer.measure();
  }
}

function focusedIn(panel: HTMLElement): Element | null {
  const root = panel.getRootNode();
  const active = root instanceof ShadowRoot ? root.activeElement : document.activeElement;
  return panel.contains(active) ? active : null;
}

/** A button that was just pressed may be gone or disabled: the focus would fall back to the top of the page. */
function canKeepFocus(focused: Element): boolean {
  return focused.isConnected && !focused.matches(":disabled") && focused.closest("[hidden]") === null;
}
