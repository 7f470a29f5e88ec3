// Who speaks: the name of the service, on the login page and over the console.

import { element } from "../../../shared/dom";

export function brand(): HTMLElement {
  return element(
    "div",
    { class: "brand" },
    element("span", { class: "brand__flag", "aria-hidden": "true" }),
    element("p", { class: "brand__name" }, element("strong", {}, "JeVeuxAider.gouv.fr"), element("span", {}, "Bureau des agents")),
  );
}
