// What stands between the messages and the composer: who is writing, the wait, an alert, the connection.

import { element, icon, setText } from "../../../shared/dom";
import type { Alert, State } from "../state";
import { connectionLine, typingLine } from "../wording";
import { WARNING } from "./icons";
import type { Intents } from "./intents";

type Remedy = NonNullable<Alert["remedy"]>;

const REMEDY_LABELS: Readonly<Record<Remedy, string>> = {
  reload: "Recharger la page",
  reconnect: "Réessayer",
  dismiss: "Fermer",
};

export class Notices {
  readonly element: HTMLElement;
  private readonly typing = element("p", { class: "typing", role: "status" });
  private readonly connection = element("p", { class: "connection", role: "status" });
  private readonly alert = element("div", { class: "alert", role: "alert", hidden: true });
  private readonly waiting: HTMLElement;
  private readonly leaveQueue: HTMLButtonElement;
  private readonly resolved = element(
    "p", { class: "resolved", hidden: true }, "Si vous écrivez de nouveau, l'assistant automatique vous répondra.",
  );
  private shownAlert: Alert | null = null;

  constructor(private readonly intents: Intents) {
    this.leaveQueue = element("button", { type: "button", class: "link", onclick: () => intents.cancelHandoff() }, "Revenir à l'assistant");
    this.waiting = element(
      "div",
      { class: "waiting", role: "group", "aria-label": "File d'attente", hidden: true },
      element("p", {}, "Vous êtes dans la file d'attente."),
      this.leaveQueue,
    );
    this.element = element("div", { class: "notices" }, this.typing, this.waiting, this.resolved, this.alert, this.connection);
  }

  update(state: State): void {
    const typing = typingLine(state);
    setText(this.typing, typing);
    this.typing.classList.toggle("active", typing !== "");
    setText(this.connection, connectionLine(state));
    this.waiting.hidden = state.status !== "waiting";
    this.leaveQueue.disabled = state.outbox.some(({ command }) => command.type === "cancel_handoff");
    this.resolved.hidden = state.status !== "resolved";
    this.updateAlert(state.alert);
  }

  private updateAlert(alert: Alert | null): void {
    if (alert === this.shownAlert) return;
    this.shownAlert = alert;
    this.alert.hidden = alert === null;
    this.alert.replaceChildren(...(alert === null ? [] : this.alertContent(alert)));
  }

  private alertContent({ text, remedy }: Alert): (Node | string)[] {
    const sentence = element("p", {}, text);
    if (remedy === null) return [icon(WARNING), sentence];
    const button = element("button", { type: "button", class: "link", onclick: () => this.apply(remedy) }, REMEDY_LABELS[remedy]);
    return [icon(WARNING), sentence, button];
  }

  private apply(remedy: Remedy): void {
    if (remedy === "reload") this.intents.reloadPage();
    else if (remedy === "reconnect") this.intents.reconnect();
    else this.intents.dismissAlert();
  }
}
