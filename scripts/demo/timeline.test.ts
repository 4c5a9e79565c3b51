import { describe, expect, it } from 'vitest';
import { DAY } from './calendar.ts';
import { type DemoEvent, writeTimeline } from './timeline.ts';
import { describeWorld } from './world.ts';

const world = describeWorld();
const events = writeTimeline(world);

function indexOf(match: (event: DemoEvent) => boolean): number {
  const index = events.findIndex(match);
  if (index < 0) throw new Error('the film lacks an event');
  return index;
}

describe('the film of the demo world', () => {
  it('runs forward and ends before the present', () => {
    for (const [index, event] of events.entries()) expect(event.at).toBeGreaterThanOrEqual(events[index - 1]?.at ?? -Infinity);
    expect(events.at(-1)?.at).toBeLessThan(0);
  });

  it('lets partners take their numbers in the order of joining', () => {
    const numbers = events.flatMap((event) =>
      event.kind === 'join'
        ? [event.partner.memberId]
        : event.kind === 'import'
          ? event.partners.map((partner) => partner.memberId)
          : [],
    );
    expect(numbers).toEqual(world.partners.map((partner) => partner.memberId));
    expect(events.filter((event) => event.kind === 'import').map((event) => event.partners.length)).toEqual([3, 1]);
  });

  it('lets nobody order before joining and refunds only what a batch has recorded', () => {
    for (const [index, event] of events.entries()) {
      if (event.kind === 'order') {
        expect(indexOf((other) => other.kind === 'join' && other.partner.memberId === event.order.memberId)).toBeLessThan(index);
      }
      if (event.kind === 'refund') {
        const sale = indexOf((other) => other.kind === 'order' && other.order.key === event.refund.orderKey);
        expect(events.slice(sale, index).some((other) => other.kind === 'record')).toBe(true);
      }
    }
  });

  it('records everything that was sold in a month before the month is closed', () => {
    for (const period of [1, 2, 3]) {
      const close = indexOf((event) => event.kind === 'close' && event.period === period);
      const lastSale = events.findLastIndex((event) => event.kind === 'order' && event.order.period === period);
      expect(events.slice(lastSale, close).some((event) => event.kind === 'record')).toBe(true);
    }
  });

  it('leaves one period in review, proposed a day ago, and one closed without a proposal', () => {
    expect(events.filter((event) => event.kind === 'close').map((event) => event.period)).toEqual([0, 1, 2, 3]);
    expect(events.filter((event) => event.kind === 'propose').map((event) => [event.period, event.at])).toEqual([
      [1, -62 * DAY],
      [2, -DAY],
    ]);
    expect(events.filter((event) => event.kind === 'accept').map((event) => event.period)).toEqual([1]);
  });

  it('leaves money waiting for some and none for those who claimed', () => {
    const claimed = new Set(events.flatMap((event) => (event.kind === 'claim' ? [event.partner.memberId] : [])));
    expect(claimed.size).toBeGreaterThan(25);
    for (const memberId of world.unclaimed) expect(claimed.has(memberId)).toBe(false);
  });
});
