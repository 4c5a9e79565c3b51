/** Counts and volumes of a member's whole branch. */
export interface ReportSums {
  readonly frontlineCount: number;
  readonly downlineCount: number;
  /** Hundredths of a point. */
  readonly ppv: bigint;
  readonly gv: bigint;
}
