/** One thing that was looked at on the chain. */
export interface Finding {
  readonly what: string;
  readonly found: string;
  readonly expected: string;
  readonly ok: boolean;
  /** What to do when it is not as it should be. */
  readonly cure: string;
}

/** Compares what is there with what should be; addresses are the same in any case of letters. */
export function finding(what: string, found: unknown, expected: unknown, cure: string): Finding {
  const [is, should] = [String(found), String(expected)];
  return { what, found: is, expected: should, ok: is.toLowerCase() === should.toLowerCase(), cure };
}
