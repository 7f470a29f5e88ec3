import { describe, expect, it } from "vitest";
import { renderCards } from "../cards";
import type { Card } from "../protocol";

const SITE = "https://www.jeveuxaider.gouv.fr";

function card(changes: Partial<Card> = {}): Card {
  return { title: "Visites aux aînés", url: "/missions-benevolat/12/benevolat", subtitle: "", details: [], ...changes };
}

const linkOf = (changes: Partial<Card>, siteUrl = SITE) => renderCards([card(changes)], siteUrl).querySelector("a");

describe("cards", () => {
  it("are a list of titles, then who proposes, then the details", () => {
    const list = renderCards([card({ subtitle: "Les Voisins", details: ["Lyon (69)", "2 places"] }), card({ title: "Collecte" })], SITE);
    expect(list.getAttribute("role")).toBe("list");
    const [first, second] = Array.from(list.children, (item) => Array.from(item.children, (part) => [part.localName, part.firstChild?.textContent]));
    expect(first).toEqual([["h3", "Visites aux aînés (nouvel onglet)"], ["p", "Les Voisins"], ["p", "Lyon (69)"], ["p", "2 places"]]);
    expect(second).toEqual([["h3", "Collecte (nouvel onglet)"]]);
  });

  it("lead to a page of the site, or elsewhere in a new tab that says so", () => {
    expect(linkOf({})?.href).toBe(`${SITE}/missions-benevolat/12/benevolat`);
    expect(linkOf({ url: "https://partenaire.fr/m/1" })).toMatchObject({
      href: "https://partenaire.fr/m/1", target: "_blank", rel: "noopener noreferrer", textContent: "Visites aux aînés (nouvel onglet)",
    });
  });

  it("open in place on the site itself", () => {
    expect(linkOf({}, location.origin)?.hasAttribute("target")).toBe(false);
  });

  it.each(["javascript:alert(1)", "data:text/html,x", "http://exemple.fr", "//exemple.fr", "mailto:a@b.fr", "missions", ""])(
    "keep their title without a link to %s",
    (url) => {
      const title = renderCards([card({ url })], SITE).querySelector("h3");
      expect(title?.innerHTML).toBe("Visites aux aînés");
    },
  );

  it("never make elements of what they say", () => {
    const [text] = Array.from(renderCards([card({ title: "<b>a</b>", subtitle: "**b**", details: ["[c](/d)"] })], SITE).children, ({ innerHTML }) => innerHTML);
    expect(text).toContain("&lt;b&gt;a&lt;/b&gt;");
    expect(text).toContain("**b**");
    expect(text).toContain("[c](/d)");
  });
});
