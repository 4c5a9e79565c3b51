import { toHex } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Company, consentOf, openCompany } from './company.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany({ placementWidth: 2 });
});
afterAll(async () => company?.stop());

const places = new Map<number, [parentId: number, leg: number]>();

/** Reads a place from the contract. */
async function placeOf(memberId: number): Promise<[number, number]> {
  const [parentId, leg] = await company.chain.read<[number, number, number]>('genealogy', 'placementOf', [memberId]);
  return [parentId, leg];
}

/** The same by the words of the document alone: below the sponsor, level by level, from the left. */
function nearestFree(sponsorId: number): [number, number] {
  const taken = new Map([...places].map(([memberId, [parentId, leg]]) => [`${parentId} ${leg}`, memberId]));
  const queue = [sponsorId];
  for (const parentId of queue) {
    for (const leg of [0, 1]) {
      const child = taken.get(`${parentId} ${leg}`);
      if (child === undefined) return [parentId, leg];
      queue.push(child);
    }
  }
  throw new Error('a tree always has a free place');
}

describe('joining a network with a placement tree', () => {
  test('everybody gets the free place below the sponsor that is nearest', async () => {
    const sponsors = [1, 1, 1, 2, 2, 4, 1, 2, 2, 3, 8, 2, 1];
    for (const [index, sponsorId] of sponsors.entries()) {
      const memberId = index + 2;
      const expected = nearestFree(sponsorId);
      expect(await company.join(memberId, sponsorId)).toBe(memberId);
      places.set(memberId, expected);
      expect(await placeOf(memberId)).toEqual(expected);
    }
    // Not all of it was the sponsor's own two legs.
    expect([...places.values()].filter(([parentId], index) => parentId !== sponsors[index]).length).toBeGreaterThan(5);
  });

  test('who hangs far down a line is asked for below that line only', async () => {
    const free = nearestFree(9);
    const entry = (parentId: number, leg: number) => toHex(Buffer.from([0, 0, 0, 9, 0, 0, 0, parentId, leg])).slice(2);
    const next = places.size + 2;
    await company.chain.send('importer', 'genealogy', 'registerBatch', [next, `0x${entry(9, 0)}${entry(next, 1)}`]);
    await company.settle();
    expect(free).toEqual([9, 0]);
    const code = await company.link(9);
    expect(await company.doors.invitations.placeByCode(code)).toMatchObject({ parent: { memberId: 9 }, leg: 1 });
    expect(nearestFree(1)[0]).not.toBe(1);
    // The link of one member tells nobody the name of another.
    expect(await company.doors.invitations.placeByCode(await company.link(1))).toEqual({
      parent: { memberId: nearestFree(1)[0], name: null },
      leg: nearestFree(1)[1],
    });
    places.set(next, [9, 0]).set(next + 1, [next, 1]);
  });

  test('of two who signed for one place the later is told so, and gets the next', async () => {
    const [first, second] = [places.size + 2, places.size + 3];
    const code = await company.link(1);
    const [one, other] = [await consentOf(company, first, 1, code), await consentOf(company, second, 1, code)];
    const { parentId, leg } = one.request.consent;
    expect(other.request.consent).toMatchObject({ parentId, leg });
    await company.doors.join.join(one.request);
    await company.settle();
    await expect(company.doors.join.join(other.request)).rejects.toMatchObject({
      code: 'GENEALOGY.LEG_TAKEN',
      parameters: { parentId, leg },
    });
    const again = await consentOf(company, second, 1, code, 99n);
    expect([again.request.consent.parentId, again.request.consent.leg]).not.toEqual([parentId, leg]);
    await company.doors.join.join(again.request);
    await company.settle();
    expect(await placeOf(second)).toEqual([again.request.consent.parentId, again.request.consent.leg]);
  });

  test('two who send at once for one place: the chain decides, and the other learns why', async () => {
    const [first, second] = [places.size + 4, places.size + 5];
    const code = await company.link(1);
    const wishes = [await consentOf(company, first, 1, code), await consentOf(company, second, 1, code)];
    const operations = await Promise.all(wishes.map(({ request }) => company.doors.join.join(request)));
    await company.settle();
    const ends = await Promise.all(operations.map(({ operationId }) => company.doors.join.joinOperation(operationId)));
    expect(ends.map(({ status }) => status).sort()).toEqual(['failed', 'mined']);
    expect(ends.find(({ status }) => status === 'failed')).toMatchObject({ error: { code: 'GENEALOGY.LEG_TAKEN' } });
  });
});

test('where any number may stand below a member, the place is below the sponsor', async () => {
  const wide = await openCompany({ placementWidth: 255 });
  try {
    for (const memberId of [2, 3, 4]) expect(await wide.join(memberId, memberId === 4 ? 3 : 1)).toBe(memberId);
    const placed = (memberId: number) => wide.chain.read<[number, number, number]>('genealogy', 'placementOf', [memberId]);
    expect((await placed(3)).slice(0, 2)).toEqual([1, 0]);
    expect((await placed(4)).slice(0, 2)).toEqual([3, 0]);
  } finally {
    await wide.stop();
  }
});
