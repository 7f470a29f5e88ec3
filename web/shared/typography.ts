// French typography of what is shown.

const NO_BREAK_SPACE = "\u00a0";

/** French puts a space inside « » and before ? ! : ; — a line must not break there. */
export function keepSignsWithWords(text: string): string {
  return text.replace(/« | (?=[»?!:;])/g, (space) => space.replace(" ", NO_BREAK_SPACE));
}
