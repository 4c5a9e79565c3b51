import { readFile } from 'node:fs/promises';
import { isScalar, parseDocument, visit, type Document, type Node, type Pair } from 'yaml';
import { UplineError } from '#kernel/errors/index.ts';
import { checkPlan, MOST_FAULTS, planFault, type Plan, type PlanFault } from '#engine/index.ts';

/** Data of a JSON or YAML file. Faults of the notation are named before anybody looks at the content. */
export interface ReadData {
  readonly data?: unknown;
  readonly faults: readonly PlanFault[];
}

const PLAIN = /^-?(?:0|[1-9]\d*)$/;
/** Texts of JSON, and numbers that are not plain whole ones outside of them. */
const JSON_TOKENS = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/** @throws UplineError PLAN_FILE.UNREADABLE */
export async function readData(file: string): Promise<ReadData> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (error) {
    throw new UplineError('PLAN_FILE.UNREADABLE', { file }, { cause: error });
  }
  // A network of a million members is JSON with plain numbers: for that the fast reader is enough.
  const large = text.length > 1_000_000 && /^\s*[{[]/.test(text);
  if (large && plainNumbers(text)) {
    try {
      return { data: JSON.parse(text), faults: [] };
    } catch {
      return { faults: [planFault('', 'notJson')] };
    }
  }
  return readDocument(text);
}

/** A plan from a file, or its faults. @throws UplineError PLAN_FILE.UNREADABLE */
export async function readPlan(file: string): Promise<{ plan?: Plan; faults: readonly PlanFault[] }> {
  const read = await readData(file);
  return read.faults.length > 0 ? { faults: read.faults } : checkPlan(read.data);
}

function plainNumbers(text: string): boolean {
  for (const [token] of text.matchAll(JSON_TOKENS)) if (token[0] !== '"' && !PLAIN.test(token)) return false;
  return true;
}

/** YAML 1.2 contains JSON. Repeated fields, aliases and numbers that lose their spelling are faults. */
function readDocument(text: string): ReadData {
  const document = parseDocument(text, { version: '1.2', schema: 'core', uniqueKeys: true, stringKeys: true, merge: false });
  if (document.errors.length > 0) {
    return { faults: document.errors.slice(0, MOST_FAULTS).map(({ message }) => notation(message)) };
  }
  const faults: PlanFault[] = [];
  visit(document, {
    Alias(_key, node) {
      faults.push(notation(`alias *${node.source}`));
    },
    Scalar(_key, node, path) {
      if (typeof node.value === 'number' && !PLAIN.test(node.source ?? '')) {
        faults.push(planFault(pathOf([...path, node]), 'notPlain'));
      }
    },
  });
  return faults.length > 0 ? { faults: faults.slice(0, MOST_FAULTS) } : { data: document.toJS(), faults };
}

function notation(message: string): PlanFault {
  const [first = message] = message.split('\n');
  const { cure } = planFault('', 'notJson');
  return { path: '', reason: { en: `cannot be read: ${first}`, ru: `не читается: ${first}` }, cure };
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
