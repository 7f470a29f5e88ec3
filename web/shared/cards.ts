// What was found for the visitor, shown as cards. All of it is plain text: nothing is read as Markdown.

import { element } from "./dom";
import { linkTo, safeAddress } from "./links";
import type { Card } from "./protocol";
import { keepSignsWithWords } from "./typography";

/** The list of the cards; paths are those of the site. Each says its title, then who proposes it, then the details. */
export function renderCards(cards: readonly Card[], siteUrl: string): HTMLUListElement {
  // Without its bullets a list is no list any more for some screen readers, unless its role says so.
  return element("ul", { class: "cards", role: "list" }, ...cards.map((card) => renderCard(card, siteUrl)));
}

function renderCard({ title, url, subtitle, details }: Card, siteUrl: string): HTMLLIElement {
  const lines = [
    ...(subtitle === "" ? [] : [line("card-subtitle", subtitle)]),
    ...details.map((detail) => line("card-detail", detail)),
  ];
  return element("li", { class: "card" }, element("h3", { class: "card-title" }, linkOrText(title, url, siteUrl)), ...lines);
}

function line(name: string, text: string): HTMLParagraphElement {
  return element("p", { class: name }, keepSignsWithWords(text));
}

/** A card that leads where cards may not lead keeps its title. */
function linkOrText(title: string, url: string, siteUrl: string): Node | string {
  const label = keepSignsWithWords(title);
  const address = /^(\/|https:\/\/)/.test(url) ? safeAddress(url, siteUrl) : null;
  return address === null ? label : linkTo(address, label);
}
