import { problem, type Problem } from '#api/problem.ts';

/** What the page itself can find out about a failed call, besides what the server says. */
export type ClientFaultCode = 'CLIENT.OFFLINE' | 'CLIENT.UNREADABLE' | 'CLIENT.TIMEOUT';

/** A failed call. `message` and `cure` are in the reader's language when the server wrote them, else null and the page finds words by code. */
export class CallError extends Error {
  readonly code: string;
  readonly status: number;
  readonly cure: string | null;
  readonly detail: string | null;
  readonly requestId: string | null;
  readonly parameters: Readonly<Record<string, string | number>>;

  constructor(code: string, status: number, said?: Problem, options?: { cause?: unknown }) {
    super(said?.detail ?? code, options);
    this.name = 'CallError';
    this.code = code;
    this.status = status;
    this.cure = said?.cure ?? null;
    this.detail = said?.detail ?? null;
    this.requestId = said?.requestId ?? null;
    this.parameters = said?.parameters ?? {};
  }
}

export function clientFault(code: ClientFaultCode, cause?: unknown): CallError {
  return new CallError(code, 0, undefined, { cause });
}

/** Turns an error answer into a `CallError`; an answer in another shape (a proxy's page) is unreadable, with its status. */
export async function readProblem(response: Response): Promise<CallError> {
  const body: unknown = await response.json().catch(() => null);
  const said = problem.safeParse(body);
  if (said.success) return new CallError(said.data.code, response.status, said.data);
  return new CallError('CLIENT.UNREADABLE', response.status);
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof CallError && error.code === code;
}
