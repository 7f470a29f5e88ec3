import { describe, expect, it } from "vitest";
import { renderMarkdown } from "../markdown";

const SITE = "https://www.jeveuxaider.gouv.fr";

function html(source: string): string {
  const box = document.createElement("div");
  box.append(renderMarkdown(source, { siteUrl: SITE }));
  return box.innerHTML;
}

describe("blocks", () => {
  it("makes a paragraph of lines up to a blank one", () => {
    expect(html("Bonjour,\nça va ?\n\nMerci.")).toBe("<p>Bonjour,<br>ça va&nbsp;?</p><p>Merci.</p>");
  });

  it("makes lists, right after a paragraph too", () => {
    expect(html("Il faut :\n- un nom\n- un lieu")).toBe("<p>Il faut&nbsp;:</p><ul><li>un nom</li><li>un lieu</li></ul>");
    expect(html("1. Ouvrez\n2. Cliquez")).toBe("<ol><li>Ouvrez</li><li>Cliquez</li></ol>");
  });

  it("goes on counting where the answer does", () => {
    expect(html("3. Enfin")).toBe('<ol start="3"><li>Enfin</li></ol>');
  });

  it("keeps an indented line in its list item", () => {
    expect(html("- un nom\n  et un prénom")).toBe("<ul><li>un nom<br>et un prénom</li></ul>");
  });

  it("takes neither a year nor a dash in a sentence for a list", () => {
    expect(html("2024 - une belle année")).toBe("<p>2024 - une belle année</p>");
  });

  it("renders nothing for nothing", () => {
    expect(html("")).toBe("");
  });
});

describe("text", () => {
  it("renders bold, with links in it", () => {
    expect(html("**Oui** et **[ici](mailto:a@b.fr)**")).toBe(
      '<p><strong>Oui</strong> et <strong><a href="mailto:a@b.fr">ici</a></strong></p>',
    );
  });

  it("does not let a line break between a French sign and its word", () => {
    expect(html("Cliquez sur « Valider » ; c'est tout !")).toBe("<p>Cliquez sur «&nbsp;Valider&nbsp;»&nbsp;; c'est tout&nbsp;!</p>");
  });

  it("leaves unfinished marks as they are", () => {
    expect(html("2 ** 3 et [crochets] (seuls)")).toBe("<p>2 ** 3 et [crochets] (seuls)</p>");
  });

  it("never makes elements of HTML", () => {
    expect(html("<img src=x onerror=alert(1)>")).toBe("<p>&lt;img src=x onerror=alert(1)&gt;</p>");
  });

  it("does not turn a bare address into a link", () => {
    expect(html("https://exemple.fr")).toBe("<p>https://exemple.fr</p>");
  });
});

describe("links", () => {
  it("open elsewhere when they leave the page's site, and say so", () => {
    expect(html("[Missions](/profile/missions)")).toBe(
      `<p><a href="${SITE}/profile/missions" target="_blank" rel="noopener noreferrer">Missions` +
        '<span class="visually-hidden"> (nouvel onglet)</span></a></p>',
    );
  });

  it("stay in the page's site otherwise", () => {
    const box = document.createElement("div");
    box.append(renderMarkdown("[Missions](/missions)", { siteUrl: location.origin }));
    expect(box.querySelector("a")?.hasAttribute("target")).toBe(false);
  });

  it("keep their label when refused", () => {
    expect(html("[Cliquez](javascript:alert(1))")).not.toContain("<a");
    expect(html("[Cliquez](http://exemple.fr)")).toBe("<p>Cliquez</p>");
  });
});
