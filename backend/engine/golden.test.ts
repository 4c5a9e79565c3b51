import { expect, it } from 'vitest';
import { buildPayoutFile, planHash, replay } from './index.ts';
import { chainOf, planOf, purchase, refund, sale } from './testing/world.ts';

/** Recorded before the language grew: what was published under an old plan must come out the same for ever. */
const golden: unknown = [
  {
    planHash: '0xcec4541080f1e2599f19fa72f1d6c1e2e263be9e5ef9876656c3624778e834e1',
    root: '0x22f94cd2ae181e6fc394e950cd3df7ad835e1ef038fa69c80000000093405702',
    inputHash: '0x6c2d7032a66e8a6649b485410fa4b7439091fca83e241a3d02391f50d72cfb0a',
    stateRoot: '0xea93c4ff700e8e93447717ff9a6a18eadb79721a6d4600ed0cc53f2ea2662e59',
    fileHash: '0xd163f1101bb8b5426be22276507f8293f3c646d5a7d8c612ed2896ab4a061efc',
    total: '2470467330',
  },
  {
    planHash: '0x7018fdc6bc6dd980d9e346e73be633b2e2c258a292d79825562bae6f41e3c7f3',
    root: '0xf8eb7dc61ac82b149acfcfcd6a017245aad5cba86e29c63e0000000093b503cb',
    inputHash: '0x04a8ef01018e9e8001d7158566ca0fd7aedb48d74d6bae6ebd3c8861c0fe1b82',
    stateRoot: '0x060da58092f10c532a5081410386f0ca3441ed1156d4ff5bd4befbc5fcae7647',
    fileHash: '0xa6e40d8e0068223c03fe514e5a8803baf9062d22d612e8526fdee2f59b1a025a',
    total: '2478113739',
  },
  {
    planHash: '0x7018fdc6bc6dd980d9e346e73be633b2e2c258a292d79825562bae6f41e3c7f3',
    root: '0xf8eb7dc61ac82b149acfcfcd6a017245aad5cba86e29c63e0000000093b503cb',
    inputHash: '0x6e893bc86acca74c9a973c527a91b67403a0e791521d856f2bfab6ada56a7396',
    stateRoot: '0x5abd6225859d756dd6fa2baa5d4982ee1596f2bc3367ca84fe7e180131be40d1',
    fileHash: '0x238f32f67b7318e1db30e6b127a99a4d20467d2a066334e94011996a20cba443',
    total: '2478113739',
  },
];

it('P07 a plan of the first language gives the bytes that it gave when it was published', () => {
  const plans = new Map([
    [1, planOf({ bonus: { compression: 'dynamic', rounding: 'halfEven', levels: levels(100_000, 50_000, 30_000) } })],
    [2, planOf({ active: '5000', capPpm: 90_000, bonus: { compression: 'none', customerSaleLevelOne: 'seller' } })],
  ]);
  const sponsors = [0, ...Array.from({ length: 200 }, (_, index) => 1 + ((index * 7919) % (index + 1)))];
  const first = sponsors
    .slice(1)
    .map((_, index) => (index % 3 === 0 ? sale : purchase)(index + 2, index + 1, 1_234_567 * (index + 1), 9_990 + index));
  const second = first.slice(0, 50).map((_, index) => {
    if (index % 3 === 0) return sale(index + 2, 1_000 + index, 5_000_000, 12_000);
    return refund(index + 2, index + 1, 1_000, 5);
  });
  const months = [{ entries: first }, { entries: second, planVersion: 2 }, { entries: [], planVersion: 2 }];
  const seen = [...replay(chainOf(sponsors, months, plans), plans)].map(({ input, result }) => ({
    planHash: planHash(input.plan),
    root: result.root,
    inputHash: result.inputHash,
    stateRoot: result.stateRoot,
    fileHash: buildPayoutFile(result).fileHash,
    total: String(result.total),
  }));
  expect(seen).toEqual(golden);
});

function levels(...rates: number[]): object[] {
  return rates.map((ratePpm, index) => (index === 1 ? { ratePpm, ppvAtLeast: '10050' } : { ratePpm }));
}
