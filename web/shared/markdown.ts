// The little Markdown that answers use, rendered to DOM nodes: paragraphs, `- ` and `1. ` lists, **bold**,
// [links](…). Everything else stays text; no HTML string is ever built.

import { element } from "./dom";
import { linkTo, safeAddress } from "./links";
import { keepSignsWithWords } from "./typography";

const UNORDERED = /^\s*[-*•]\s+(.*)$/;
const ORDERED = /^\s*(\d{1,3})[.)]\s+(.*)$/;
const BOLD_OR_LINK = /\*\*(?<bold>[^\n]+?)\*\*|\[(?<label>[^\[\]\n]+)\]\((?<target>[^()\s]+)\)/;

export interface MarkdownOptions {
  /** Base of site-relative links, for example `https://www.jeveuxaider.gouv.fr`. */
  readonly siteUrl: string;
}

/** The blocks of a text, ready to be appended. */
export function renderMarkdown(source: string, options: MarkdownOptions): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const block of splitBlocks(source)) fragment.append(renderBlock(block, options));
  return fragment;
}

type BlockKind = "p" | "ul" | "ol";

interface Block {
  readonly kind: BlockKind;
  readonly lines: string[];
  /** First number of an ordered list: answers may go on counting after a paragraph. */
  readonly start: number;
}

/** Consecutive lines of one kind form a block; a blank line ends it. Lines after a list item belong to that item. */
function splitBlocks(source: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | null = null;
  for (const line of source.split(/\r?\n/)) {
    if (line.trim() === "") {
      open = null;
      continue;
    }
    const { kind, text, start } = readLine(line);
    if (open !== null && kind === "p" && open.kind !== "p" && /^\s/.test(line)) {
      open.lines.push(`${open.lines.pop() ?? ""}\n${text.trim()}`);
    } else if (open !== null && open.kind === kind) {
      open.lines.push(text);
    } else {
      open = { kind, lines: [text], start };
      blocks.push(open);
    }
  }
  return blocks;
}

function readLine(line: string): { kind: BlockKind; text: string; start: number } {
  const bullet = UNORDERED.exec(line);
  if (bullet) return { kind: "ul", text: bullet[1] ?? "", start: 1 };
  const numbered = ORDERED.exec(line);
  if (numbered) return { kind: "ol", text: numbered[2] ?? "", start: Number(numbered[1]) };
  return { kind: "p", text: line, start: 1 };
}

function renderBlock(block: Block, options: MarkdownOptions): HTMLElement {
  if (block.kind === "p") return element("p", {}, ...renderInline(block.lines.join("\n"), options));
  const items = block.lines.map((line) => element("li", {}, ...renderInline(line, options)));
  const attributes = block.kind === "ol" && block.start !== 1 ? { start: block.start } : {};
  return element(block.kind, attributes, ...items);
}

function renderInline(text: string, options: MarkdownOptions): (Node | string)[] {
  const nodes: (Node | string)[] = [];
  let rest = text;
  for (let match = BOLD_OR_LINK.exec(rest); match?.groups; match = BOLD_OR_LINK.exec(rest)) {
    nodes.push(...withLineBreaks(rest.slice(0, match.index)));
    const { bold, label = "", target = "" } = match.groups;
    if (bold !== undefined) nodes.push(element("strong", {}, ...renderInline(bold, options)));
    else nodes.push(...renderLink(label, target, options));
    rest = rest.slice(match.index + match[0].length);
  }
  return [...nodes, ...withLineBreaks(rest)];
}

/** A refused link keeps its label, so that the sentence still reads. */
function renderLink(label: string, target: string, { siteUrl }: MarkdownOptions): (Node | string)[] {
  const content = renderInline(label, { siteUrl });
  const address = safeAddress(target, siteUrl);
  return address === null ? content : [linkTo(address, ...content)];
}

function withLineBreaks(text: string): (Node | string)[] {
  return keepSignsWithWords(text).split("\n").flatMap((line, index) => (index === 0 ? [line] : [element("br"), line])).filter((part) => part !== "");
}
