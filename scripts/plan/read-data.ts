import { readFile } from 'node:fs/promises';
import { UplineError } from '#kernel/errors/index.ts';
import { checkPlan, planFault, type Plan, type PlanFault } from '#engine/index.ts';
import { isPlainNumber, readNotation, type ReadData } from '#engine/plan/notation.ts';

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
  const { data, faults } = readNotation(text);
  return faults.length > 0 ? { faults } : { data, faults };
}

/** A plan from a file, or its faults. @throws UplineError PLAN_FILE.UNREADABLE */
export async function readPlan(file: string): Promise<{ plan?: Plan; faults: readonly PlanFault[] }> {
  const read = await readData(file);
  return read.faults.length > 0 ? { faults: read.faults } : checkPlan(read.data);
}

function plainNumbers(text: string): boolean {
  for (const [token] of text.matchAll(JSON_TOKENS)) if (token[0] !== '"' && !isPlainNumber(token)) return false;
  return true;
}
