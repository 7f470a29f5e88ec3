// Puts the widget together on a page: store, session and views; what the visitor wants becomes what happens.

import type { Button } from "../../shared/protocol";
import { cancelHandoff, postMessage, pressButton, requestHuman } from "./commands";
import type { WidgetConfig } from "./config";
import { ConversationMemory, recallTab, rememberTab } from "./memory";
import { Session } from "./session";
import { Store } from "./store";
import { TypingSignal } from "./typing-signal";
import type { Intents } from "./view/intents";
import { Launcher } from "./view/launcher";
import { Panel } from "./view/panel";
import styles from "./view/styles.css?inline";

export class Widget implements Intents {
  private readonly host = document.createElement("jeveuxaider-assistant");
  private readonly store = new Store();
  private readonly memory = new ConversationMemory();
  private readonly session: Session;
  private readonly typing: TypingSignal;
  private readonly launcher: Launcher;
  private readonly panel: Panel;
  private draft = "";

  constructor(config: WidgetConfig) {
    this.session = new Session(config, this.store, this.memory);
    this.typing = new TypingSignal((active) => this.session.setTyping(active));
    this.launcher = new Launcher(this);
    this.panel = new Panel(config.siteUrl, this);
    this.store.subscribe((state) => {
      this.panel.update(state);
      this.launcher.update(state);
      this.rememberTab();
    });
  }

  /** Adds the widget to the page, and goes on where this tab was before a reload. */
  mount(page: HTMLElement): void {
    this.host.lang = "fr";
    const root = this.host.attachShadow({ mode: "open" });
    applyStyles(root, styles);
    root.append(this.launcher.element, this.panel.element);
    page.append(this.host);
    this.resume();
  }

  open(): void {
    this.store.dispatch({ type: "panel", open: true });
    this.session.start();
    this.panel.focus();
  }

  minimise(): void {
    if (!this.store.state.panelOpen) return;
    const hadFocus = document.activeElement === this.host;
    this.store.dispatch({ type: "panel", open: false });
    if (hadFocus) this.launcher.focus();
  }

  post(text: string): void {
    this.typing.stopped();
    this.session.submit(postMessage(text));
  }

  press(seq: number, button: Button): void {
    this.session.submit(pressButton(seq, button));
  }

  requestHuman(): void {
    this.session.submit(requestHuman());
  }

  cancelHandoff(): void {
    this.session.submit(cancelHandoff());
  }

  retry(clientMessageId: string): void {
    this.session.retry(clientMessageId);
  }

  edit(clientMessageId: string, text: string): void {
    this.store.dispatch({ type: "command_removed", clientMessageId });
    this.panel.giveBack(text);
    this.panel.focusComposer();
  }

  draftChanged(text: string): void {
    this.draft = text;
    if (text.trim() === "") this.typing.stopped();
    else this.typing.typed();
    this.rememberTab();
  }

  reconnect(): void {
    this.session.start();
  }

  reloadPage(): void {
    window.location.reload();
  }

  dismissAlert(): void {
    this.store.dispatch({ type: "alert", alert: null });
  }

  refreshIdentity(): Promise<void> {
    return this.session.refreshIdentity();
  }

  /** A panel minimised before the reload stays so, but an answer still shows on its button. */
  private resume(): void {
    const tab = recallTab();
    if (tab === null || this.memory.recall() === null) return;
    this.store.dispatch({ type: "restored", outbox: tab.outbox, readSeq: tab.readSeq });
    if (tab.draft !== "") this.panel.giveBack(tab.draft);
    this.store.dispatch({ type: "panel", open: tab.panelOpen });
    this.session.start();
  }

  private rememberTab(): void {
    const { panelOpen, readSeq, outbox } = this.store.state;
    rememberTab({ panelOpen, readSeq, outbox: outbox.filter(({ storedSeq }) => storedSeq === null), draft: this.draft });
  }
}

/** A constructed sheet is not subject to the host's Content-Security-Policy; a `<style>` is, for older browsers. */
function applyStyles(root: ShadowRoot, css: string): void {
  if ("adoptedStyleSheets" in root && "replaceSync" in CSSStyleSheet.prototype) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
  } else {
    const style = document.createElement("style");
    style.textContent = css;
    root.prepend(style);
  }
}
