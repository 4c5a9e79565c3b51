/** A number nobody else will choose: 128 random bits as decimal text. */
export function randomNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return bytes.reduce((value, byte) => value * 256n + BigInt(byte), 0n).toString();
}
