// The right panel (a strip on small screens): what is known of the visitor and of the request.

import { element, setText } from "../../../shared/dom";
import { waitingSince } from "../queue";
import type { DeskState, OpenThread } from "../state";
import { nameDuration, nameMoment, nameRole } from "../wording";
import { CaseView } from "./case-view";

const UNKNOWN = "—";

export class FactsView {
  /** Focusable, so that the keyboard can scroll it where it is a strip. */
  readonly node: HTMLElement;
  private readonly role = element("dd");
  private readonly reason = element("dd");
  private readonly topic = element("dd");
  private readonly wait = element("dd");
  private readonly page = element("dd");
  private readonly case = new CaseView();

  constructor(private readonly siteUrl: string) {
    this.node = element(
      "aside",
      { class: "facts", "aria-labelledby": "facts-title", tabindex: 0 },
      element("h2", { id: "facts-title", class: "facts__title" }, "Ce que l'on sait"),
      element(
        "dl",
        {},
        fact("Rôle vérifié", this.role),
        fact("Motif", this.reason),
        fact("Sujet", this.topic),
        fact("Attente", this.wait),
        fact("Page", this.page),
      ),
      this.case.node,
    );
  }

  update({ thread, now }: DeskState): void {
    this.node.hidden = thread === null;
    if (thread === null) return;
    const { role, reason, topic_title, page_url } = thread.conversation;
    setText(this.role, role === null ? "Anonyme (identité non prouvée)" : nameRole(role));
    setText(this.reason, reason === "" ? UNKNOWN : reason);
    setText(this.topic, topic_title ?? UNKNOWN);
    setText(this.wait, nameWait(thread, now));
    this.case.update(thread.facts);
    if (this.page.textContent !== (page_url ?? UNKNOWN)) this.page.replaceChildren(this.renderPage(page_url));
  }

  /** The visitor's browser says where it is: only an address of the site becomes a link that an agent may follow. */
  private renderPage(url: string | null): Node | string {
    if (url === null) return UNKNOWN;
    const isOnSite = URL.canParse(url) && new URL(url).origin === new URL(this.siteUrl).origin;
    return isOnSite ? element("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, url) : url;
  }
}

function nameWait({ conversation }: OpenThread, now: number): string {
  if (conversation.requested_at === null) return UNKNOWN;
  const asked = `demandée à ${nameMoment(conversation.requested_at, now)}`;
  return conversation.status === "waiting" ? `depuis ${nameDuration(now - waitingSince(conversation))}, ${asked}` : asked;
}

function fact(label: string, value: HTMLElement): HTMLElement {
  return element("div", { class: "fact" }, element("dt", {}, label), value);
}
