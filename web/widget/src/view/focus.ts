// Where the keyboard's focus may go.

/** Same condition as the style sheet's. */
const FULL_SCREEN = "(max-width: 480px), (max-height: 480px)";
const FOCUSABLE = "button:not(:disabled), a[href], textarea, [tabindex='0']";

/** When the panel covers the whole screen, Tab must not wander in the page hidden behind it. */
export function keepFocusInside(panel: HTMLElement): void {
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" || !window.matchMedia(FULL_SCREEN).matches) return;
    const stops = Array.from(panel.querySelectorAll<HTMLElement>(FOCUSABLE)).filter((stop) => stop.closest("[hidden]") === null);
    const [from, to] = event.shiftKey ? [stops[0], stops[stops.length - 1]] : [stops[stops.length - 1], stops[0]];
    if (event.target !== from) return;
    event.preventDefault();
    to?.focus();
  });
}

/** On a touch screen, focusing a text field brings up a keyboard that hides half of the conversation. */
export function hasTouchKeyboard(): boolean {
  return window.matchMedia("(pointer: coarse)").matches;
}
