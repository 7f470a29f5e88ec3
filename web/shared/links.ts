// Where a link of a message may lead, and how it opens.

import { element } from "./dom";

/**
 * The address a link may lead to, or `null` when it is refused. Allowed: `https:`, `mailto:` and paths of the site.
 * `//host` and `/\host` look like paths but leave the site, hence the comparison of origins.
 */
export function safeAddress(target: string, siteUrl: string): string | null {
  if (/^mailto:\S+$/i.test(target)) return target.replace(/^mailto/i, "mailto");
  const url = parseUrl(target, target.startsWith("/") ? siteUrl : undefined);
  if (url === null) return null;
  if (target.startsWith("/")) return url.origin === new URL(siteUrl).origin ? url.href : null;
  return url.protocol === "https:" ? url.href : null;
}

/** A link to an allowed address. What leaves the page's site opens in a new tab, and says so. */
export function linkTo(address: string, ...content: (Node | string)[]): HTMLAnchorElement {
  // A page of the same site changes in place, and the widget reopens there; elsewhere a new tab keeps the conversation.
  const leaves = !address.startsWith("mailto:") && new URL(address).origin !== location.origin;
  const attributes = leaves ? { href: address, target: "_blank", rel: "noopener noreferrer" } : { href: address };
  const link = element("a", attributes, ...content);
  if (leaves) link.append(element("span", { class: "visually-hidden" }, " (nouvel onglet)"));
  return link;
}

function parseUrl(target: string, base: string | undefined): URL | null {
  try {
    return new URL(target, base);
  } catch {
    return null;
  }
}
