/** Newest block that can no longer be replaced: `depth` blocks behind the head. Never below 0. */
export function finalizedNumber(head: number, depth: number): number {
  return Math.max(0, head - depth);
}
