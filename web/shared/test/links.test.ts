import { describe, expect, it } from "vitest";
import { safeAddress } from "../links";

const SITE = "https://www.jeveuxaider.gouv.fr";

describe("a link", () => {
  it.each([
    ["/aide?x=1#y", `${SITE}/aide?x=1#y`],
    ["https://exemple.fr/a", "https://exemple.fr/a"],
    ["mailto:aide@exemple.fr", "mailto:aide@exemple.fr"],
  ])("may lead to %s", (target, address) => expect(safeAddress(target, SITE)).toBe(address));

  it.each(["javascript:alert(1)", "data:text/html,x", "http://exemple.fr", "//exemple.fr", "/\\exemple.fr", "aide", "https://", "mailto:"])(
    "may not lead to %s",
    (target) => expect(safeAddress(target, SITE)).toBeNull(),
  );
});
