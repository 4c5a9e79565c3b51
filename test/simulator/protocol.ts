/** What the simulator tells its indexer: to do one step. */
export interface Order {
  /** Where the step is to be cut off by a kill, if anywhere. */
  readonly faultPoint: string | undefined;
  /** Milliseconds by which its clock is wrong. */
  readonly skew: number;
}

export type Told =
  { readonly done: 'ready' } | { readonly done: 'look'; readonly caughtUp: boolean; readonly problem: string | undefined };
