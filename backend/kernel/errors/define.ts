/** One language's words for an error: what happened, and what the reader can do about it. `{name}` is filled from the parameters. */
export interface ErrorText {
  readonly message: string;
  readonly cure: string;
}

/** A catalogue entry. `retryable` tells a machine that the same call may succeed later without any change. */
export interface ErrorDescriptor {
  readonly status: number;
  readonly retryable: boolean;
  readonly en: ErrorText;
  readonly ru: ErrorText;
}

export type ErrorParameters = Readonly<Record<string, string | number | bigint>>;

/** Keeps the codes of a slice as literal types. Codes are `AREA.REASON`. */
export function defineErrors<const T extends Record<`${Uppercase<string>}.${Uppercase<string>}`, ErrorDescriptor>>(slice: T): T {
  return slice;
}
