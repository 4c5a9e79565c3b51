import { isScalar, LineCounter, parseDocument, visit, type Document, type Node, type Pair } from 'yaml';
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

const PLAIN = /^-?(?:0|[1-9]\d*)$/;

/** Whether a number is written in a way that says exactly what it is. */
export const isPlainNumber = (text: string): boolean => PLAIN.test(text);

/** YAML 1.2 as this product reads it: repeated fields are errors, nothing is merged, keys are texts. JSON is a part of it. */
export const notationOptions = { version: '1.2', schema: 'core', uniqueKeys: true, stringKeys: true, merge: false } as const;

/** Reads JSON or YAML. Repeated fields, aliases and numbers that lose their spelling are faults. */
export function readNotation(text: string): ReadText {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { ...notationOptions, lineCounter });
  const lineAt = (offset: number): number => Math.max(1, lineCounter.linePos(offset).line);
  const lineOf = (path: string): number => lineAt(offsetOf(document, path));
  if (document.errors.length > 0) {
    const faults = document.errors.slice(0, MOST_FAULTS).map(({ message }) => unreadable(message));
    return { faults, lineOf: () => lineAt(document.errors[0]?.pos[0] ?? 0) };
  }
  const faults: PlanFault[] = [];
  visit(document, {
    Alias(_key, node) {
      faults.push(unreadable(`alias *${node.source}`));
    },
    Scalar(_key, node, path) {
      if (typeof node.value === 'number' && !isPlainNumber(node.source ?? '')) {
        faults.push(faultOf(pathOf([...path, node]), 'notPlain'));
      }
    },
  });
  return faults.length > 0 ? { faults: faults.slice(0, MOST_FAULTS), lineOf } : { data: document.toJS(), faults, lineOf };
}

function unreadable(message: string): PlanFault {
  const [first = message] = message.split('\n');
  const { cure } = faultOf('', 'notJson');
  return { path: '', reason: { en: `cannot be read: ${first}`, ru: `не читается: ${first}` }, cure };
}

/** Offset of the value at the path, or of the nearest thing above it. */
function offsetOf(document: Document, path: string): number {
  const steps = path === '' ? [] : path.split('.');
  for (let length = steps.length; length > 0; length -= 1) {
    const found = document.getIn(steps.slice(0, length).map(stepOf), true);
    if (isNode(found)) return found.range?.[0] ?? 0;
  }
  return document.contents?.range?.[0] ?? 0;
}

const stepOf = (step: string): string | number => (/^\d+$/.test(step) ? Number(step) : step);

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'range' in value;
}

function pathOf(nodes: readonly (Document | Node | Pair)[]): string {
  const steps: string[] = [];
  nodes.forEach((node, index) => {
    const next = nodes[index + 1];
    if ('items' in node && Array.isArray(node.items) && 'flow' in node && next !== undefined) {
      const place = node.items.indexOf(next as never);
      if (!('key' in next)) steps.push(String(place));
    }
    if ('key' in node && isScalar(node.key)) steps.push(String(node.key.value));
  });
  return steps.join('.');
}
