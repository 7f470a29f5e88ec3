// The console: puts its parts together and passes them the state.

import { element, setText } from "../../../shared/dom";
import { countWaiting, neighbour } from "../queue";
import type { DeskSession } from "../session";
import { isChangingHands, type DeskState } from "../state";
import type { Store } from "../store";
import { titlePage } from "../wording";
import { brand } from "./brand";
import { ShortcutsDialog } from "./dialogs";
import { FactsView } from "./facts-view";
import { QueueView } from "./queue-view";
import { listenToShortcuts, type Shortcut } from "./shortcuts";
import { ThreadView } from "./thread-view";
import { Toasts } from "./toasts";

const LOST = "Connexion perdue. Reconnexion en cours… Vos réponses partiront dès qu'elle sera rétablie.";

export class ConsoleView {
  readonly node: HTMLElement;
  private readonly agent = element("p", { class: "topbar__agent" });
  private readonly banner = element("p", { class: "banner", role: "status" });
  private readonly announcer = element("p", { class: "visually-hidden", role: "status", "aria-live": "polite" });
  private readonly queue: QueueView;
  private readonly thread: ThreadView;
  private readonly facts: FactsView;
  private readonly toasts: Toasts;
  private announced: DeskState["announcement"];
  private readonly stop: readonly (() => void)[];

  constructor(
    private readonly store: Store,
    private readonly session: DeskSession,
    siteUrl: string,
    logOut: () => void,
  ) {
    this.queue = new QueueView((id) => session.open(id));
    this.thread = new ThreadView(
      session,
      (conversationId, text) => store.dispatch({ type: "drafted", conversationId, text }),
      siteUrl,
      () => this.leaveThread(),
    );
    this.facts = new FactsView(siteUrl);
    this.toasts = new Toasts((id) => store.dispatch({ type: "toast_closed", id }));
    this.node = this.assemble(logOut);
    this.announced = store.state.announcement;
    this.stop = [store.subscribe((state) => this.update(state)), listenToShortcuts((shortcut) => this.act(shortcut))];
    this.update(store.state);
  }

  dispose(): void {
    for (const stop of this.stop) stop();
  }

  private assemble(logOut: () => void): HTMLElement {
    const shortcuts = new ShortcutsDialog();
    const tools = element(
      "div",
      { class: "topbar__tools" },
      this.agent,
      element("button", { type: "button", class: "button button--quiet topbar__shortcuts", onclick: () => shortcuts.show() }, "Raccourcis clavier"),
      element("button", { type: "button", class: "button button--quiet", onclick: logOut }, "Se déconnecter"),
    );
    return element(
      "div",
      { class: "console" },
      element("header", { class: "topbar" }, brand(), tools),
      this.banner,
      this.toasts.node,
      element("main", { class: "console__main" }, element("h1", { class: "visually-hidden" }, "Bureau des agents"), this.queue.node, this.thread.node, this.facts.node),
      this.announcer,
      shortcuts.node,
    );
  }

  private update(state: DeskState): void {
    document.title = titlePage(countWaiting(state));
    setText(this.agent, state.agentName);
    setText(this.banner, state.connection === "lost" ? LOST : "");
    this.node.dataset["pane"] = state.openId === null ? "queue" : "thread"; // which one a small screen shows
    this.queue.update(state);
    this.thread.update(state);
    this.facts.update(state);
    this.toasts.update(state);
    this.announce(state.announcement);
  }

  private announce(announcement: DeskState["announcement"]): void {
    if (announcement === this.announced) return;
    this.announced = announcement;
    this.announcer.replaceChildren(announcement.text);
  }

  private act(shortcut: Shortcut): void {
    if (shortcut === "take") this.takeOpen();
    else this.openNeighbour(shortcut === "next" ? 1 : -1);
  }

  private takeOpen(): void {
    const conversation = this.store.state.thread?.conversation;
    if (conversation?.status !== "waiting" || isChangingHands(this.store.state, conversation.id)) return;
    this.session.take(conversation.id);
  }

  private openNeighbour(step: 1 | -1): void {
    const id = neighbour(this.store.state, step);
    if (id !== null) this.session.open(id);
  }

  private leaveThread(): void {
    const { openId } = this.store.state;
    this.store.dispatch({ type: "thread_left" });
    if (openId !== null) this.queue.focusLine(openId);
  }
}
