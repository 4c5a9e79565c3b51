/**
 * A sum as the number in which viem writes an ABI type of so many bits; all of them are exact.
 * @throws RangeError when the sum does not fit the type: a rounded sum must not be signed or sent
 */
export function abiNumber(sum: bigint, bits: 32 | 40 | 48): number {
  if (sum < 0n || BigInt.asUintN(bits, sum) !== sum) throw new RangeError(`${sum} is no whole number of ${bits} bits`);
  return Number(sum);
}
