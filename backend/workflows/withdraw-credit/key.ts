/** Keys of these operations say whom they pay, so that they need no rows of their own. */
export function creditKey(memberId: number, day: string, attempt: number): string {
  return `credit:${memberId}:${day}:${attempt}`;
}

/** @returns whom the operation of that key pays */
export function memberOfCreditKey(key: string): number {
  return Number(key.split(':')[1]);
}
