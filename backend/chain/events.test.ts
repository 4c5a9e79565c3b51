import fc from 'fast-check';
import { type Abi, type AbiEvent, encodeAbiParameters, encodeEventTopics, toEventSelector } from 'viem';
import { expect, test } from 'vitest';
import type { Hex } from '#kernel/hex.ts';
import { decodeEvent, eventContracts } from './events.ts';
import { checkoutAbi, enrollmentAbi, genealogyAbi, payoutVaultAbi, planRegistryAbi, volumeLedgerAbi } from './generated/abi.ts';

const abis: Readonly<Record<(typeof eventContracts)[number], Abi>> = {
  genealogy: genealogyAbi,
  enrollment: enrollmentAbi,
  planRegistry: planRegistryAbi,
  volumeLedger: volumeLedgerAbi,
  payoutVault: payoutVaultAbi,
  checkout: checkoutAbi,
};

const events = eventContracts.flatMap((contract) =>
  abis[contract]
    .filter((item): item is AbiEvent => item.type === 'event' && item.inputs.some((input) => input.name === 'seq'))
    .map((event) => ({ contract, event, label: `${contract} ${event.name}` })),
);

const digits = (size: number): fc.Arbitrary<Hex> =>
  fc.uint8Array({ minLength: size, maxLength: size }).map((bytes) => `0x${Buffer.from(bytes).toString('hex')}` as const);

/** What viem takes for a type, beside what our decoder gives for it. */
function valueOf(type: string): fc.Arbitrary<{ given: unknown; read: unknown }> {
  const same = <T>(values: fc.Arbitrary<T>) => values.map((value) => ({ given: value, read: value as unknown }));
  const [, signed, bits] = /^(u?)int(\d+)$/.exec(type) ?? [];
  if (bits !== undefined) {
    const size = BigInt(bits);
    const [min, max] = signed === 'u' ? [0n, 2n ** size - 1n] : [-(2n ** (size - 1n)), 2n ** (size - 1n) - 1n];
    const value = fc.oneof(fc.bigInt({ min, max }), fc.constantFrom(min, max, 0n, 1n));
    return size <= 48n
      ? value.map((number) => ({ given: Number(number), read: Number(number) }))
      : value.map((number) => ({ given: number, read: number }));
  }
  if (type === 'bool') return same(fc.boolean());
  if (type === 'address') return same(digits(20));
  if (type === 'string')
    return fc.string({ unit: 'binary' }).map((text) => ({ given: text, read: `0x${Buffer.from(text).toString('hex')}` }));
  if (type === 'bytes') return same(fc.nat({ max: 100 }).chain(digits));
  return same(digits(Number(type.slice('bytes'.length))));
}

test.each(events)('$label is sliced as the general decoder would read it', ({ contract, event }) => {
  const inputs = event.inputs.map((input) => ({ name: input.name ?? '', type: input.type, indexed: input.indexed === true }));
  fc.assert(
    fc.property(fc.tuple(...inputs.map(({ type }) => valueOf(type))), (values) => {
      const args = Object.fromEntries(inputs.map(({ name }, place) => [name, values[place]?.given]));
      const plain = inputs.filter(({ indexed }) => !indexed);
      const topics = encodeEventTopics({ abi: [event], eventName: event.name, args }) as Hex[];
      const data = encodeAbiParameters(
        plain,
        plain.map(({ name }) => args[name]),
      );
      const decoded = decodeEvent(contract, { topics, data });
      expect(decoded).toEqual({
        contract,
        eventName: event.name,
        args: Object.fromEntries(inputs.map(({ name }, place) => [name, values[place]?.read])),
      });
      // One topic or one word less is another version's event.
      expect(decodeEvent(contract, { topics: topics.slice(0, -1), data })).toBeUndefined();
      if (plain.length > 0)
        expect(decodeEvent(contract, { topics, data: data.slice(0, 2 + 64 * (plain.length - 1)) as Hex })).toBeUndefined();
    }),
    { numRuns: 50 },
  );
});

test('a number that is larger than its type, a flag that is neither, and bytes that end too early are no events that we know', () => {
  const word = (value: bigint): string => value.toString(16).padStart(64, '0');
  const topicOf = (name: string): Hex => {
    const found = events.find(({ event }) => event.name === name)?.event;
    return toEventSelector(found ?? fail(name));
  };
  const route = topicOf('RouteChosen');
  const indexed: Hex[] = [`0x${word(1n)}`, `0x${word(2n)}`];
  expect(decodeEvent('genealogy', { topics: [route, ...indexed], data: `0x${word(1n)}` })).toBeDefined();
  expect(decodeEvent('genealogy', { topics: [route, ...indexed], data: `0x${word(2n)}` })).toBeUndefined();
  expect(
    decodeEvent('genealogy', { topics: [route, `0x${word(2n ** 64n)}`, `0x${word(2n)}`], data: `0x${word(1n)}` }),
  ).toBeUndefined();
  const members = topicOf('MembersImported');
  const head = word(1n) + word(64n);
  expect(decodeEvent('genealogy', { topics: [members, ...indexed], data: `0x${head}${word(32n)}${word(5n)}` })).toBeDefined();
  expect(decodeEvent('genealogy', { topics: [members, ...indexed], data: `0x${head}${word(33n)}${word(5n)}` })).toBeUndefined();
  expect(
    decodeEvent('genealogy', { topics: [members, ...indexed], data: `0x${head}${word(2n ** 200n)}${word(5n)}` }),
  ).toBeUndefined();
});

function fail(name: string): never {
  throw new Error(`there is no event ${name}`);
}
