/** An obstacle that the reader can remove: one sentence and a cure. */
export class Obstacle extends Error {
  readonly cure: string;

  constructor(message: string, cure: string, options?: { cause?: unknown }) {
    super(message, options);
    this.cure = cure;
  }
}

/** Where progress goes: a line each, for people. */
export type Say = (line: string) => void;

/** Tells what is being done before it is done, and how long it took if that was noticeable. */
export async function step<T>(say: Say, title: string, work: () => Promise<T>): Promise<T> {
  const started = Date.now();
  say(`· ${title}`);
  const result = await work();
  const seconds = (Date.now() - started) / 1000;
  if (seconds >= 2) say(`  done in ${seconds.toFixed(1)} s`);
  return result;
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? error.message) : String(error);
}

export function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}
