import { isNode, isPair, isSeq, LineCounter, parseDocument, visit, type Document, type Node, type Pair } from 'yaml';
import { faultWords } from './fault-words.ts';
import { faultOf, MOST_FAULTS, type PlanFault } from './faults.ts';

/** Data of a JSON or YAML text. Faults of the notation are named before anybody looks at the content. */
export interface ReadData {
  readonly data?: unknown;
  readonly faults: readonly PlanFault[];
}

/** A text that was read, with the places of what it says. */
export interface ReadText extends ReadData {
  /** Line of a path such as `bonuses.0.kind`, from 1; of what stands above it where the path leads nowhere. */
  readonly lineOf: (path: string) => number;
}

/** Whether a number is written in a way that says exactly what it is. */
export function isPlainNumber(text: string): boolean {
  return /^-?(?:0|[1-9]\d*)$/.test(text);
}

/**
 * YAML 1.2 as this product reads it: repeated fields are errors, nothing is merged, keys are texts, and no tag makes anything that JSON
 * does not have. JSON is a part of it.
 */
export const notationOptions = {
  version: '1.2',
  schema: 'core',
  uniqueKeys: true,
  stringKeys: true,
  merge: false,
  resolveKnownTags: false,
} as const;

/** Reads JSON or YAML. Repeated fields, aliases and numbers that lose their spelling are faults. */
export function readNotation(text: string): ReadText {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { ...notationOptions, lineCounter });
  const lineAt = (offset: number): number => lineCounter.linePos(offset).line;
  const lineOf = (path: string): number => lineAt(offsetOf(document, path));
  const [broken] = document.errors;
  if (broken !== undefined) {
    const faults = document.errors.slice(0, MOST_FAULTS).map(({ message }) => unreadable(message));
    return { faults, lineOf: () => lineAt(broken.pos[0]) };
  }
  const faults: PlanFault[] = [];
  visit(document, {
    Alias(_key, node) {
      faults.push(unreadable(`alias *${node.source}`));
    },
    Scalar(_key, node, path) {
      if (typeof node.value === 'number' && !isPlainNumber(String(node.source))) {
        faults.push(faultOf(pathOf([...path, node]), 'notPlain'));
      }
    },
  });
  return faults.length > 0 ? { faults: faults.slice(0, MOST_FAULTS), lineOf } : { data: document.toJS(), faults, lineOf };
}

function unreadable(message: string): PlanFault {
  const [first = message] = message.split('\n');
  const { cure } = faultWords.notJson;
  return { path: '', reason: { en: `cannot be read: ${first}`, ru: `не читается: ${first}` }, cure };
}

/** Offset of the value at the path, or of the nearest thing above it. */
function offsetOf(document: Document, path: string): number {
  const steps = path.split('.');
  for (let length = steps.length; length >= 0; length -= 1) {
    const found = document.getIn(steps.slice(0, length), true);
    if (isNode(found)) return found.range?.[0] ?? 0;
  }
  // An empty text.
  return 0;
}

/** @param nodes what leads to a value, from the document, and the value itself */
function pathOf(nodes: readonly (Document | Node | Pair)[]): string {
  const steps = nodes.flatMap((node, index) => {
    if (isSeq(node)) return [String(node.items.indexOf(nodes[index + 1]))];
    return isPair(node) ? [String(node.key)] : [];
  });
  return steps.join('.');
}
