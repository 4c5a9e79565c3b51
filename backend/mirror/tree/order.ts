/** Part of a list in the order of a key. Ties stand in the order of joining, whichever way the list is turned. */
export interface Cut {
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
}

/** Up to here a page is picked in one pass; further in, everything is sorted. */
const pickedInOnePass = 1_024;

/**
 * @param ids in rising order
 * @param keyOf whole numbers from 0 to 2^53 − 1
 */
export function pageByKey(ids: Uint32Array, keyOf: (id: number) => number, cut: Cut): Uint32Array {
  const end = Math.min(ids.length, cut.offset + cut.limit);
  if (cut.offset >= end) return new Uint32Array(0);
  if (end > pickedInOnePass) return sortByKey(ids, keyOf, cut.descending).slice(cut.offset, end);
  return pickFirst(ids, keyOf, cut.descending, end).subarray(cut.offset);
}

/** The first `count` of the order: a heap of the best so far with the worst of them on top. */
function pickFirst(ids: Uint32Array, keyOf: (id: number) => number, descending: boolean, count: number): Uint32Array {
  const kept = new Uint32Array(count);
  const keys = new Float64Array(count);
  const sign = descending ? -1 : 1;
  const worse = (key: number, id: number, place: number): boolean => {
    const other = keys[place] ?? 0;
    return key > other || (key === other && id > (kept[place] ?? 0));
  };
  const sink = (key: number, id: number, from: number, length: number): void => {
    let place = from;
    for (let below = place * 2 + 1; below < length; below = place * 2 + 1) {
      if (below + 1 < length && worse(keys[below + 1] ?? 0, kept[below + 1] ?? 0, below)) below += 1;
      if (worse(key, id, below)) break;
      keys[place] = keys[below] ?? 0;
      kept[place] = kept[below] ?? 0;
      place = below;
    }
    keys[place] = key;
    kept[place] = id;
  };
  for (let place = 0; place < count; place += 1) {
    const id = ids[place] ?? 0;
    kept[place] = id;
    keys[place] = sign * keyOf(id);
  }
  for (let place = (count >> 1) - 1; place >= 0; place -= 1) sink(keys[place] ?? 0, kept[place] ?? 0, place, count);
  for (let place = count; place < ids.length; place += 1) {
    const id = ids[place] ?? 0;
    const key = sign * keyOf(id);
    // A later id is the worse of two with the same key, so it can be skipped as well.
    if (key < (keys[0] ?? 0)) sink(key, id, 0, count);
  }
  for (let length = count - 1; length > 0; length -= 1) {
    const id = kept[0] ?? 0;
    const key = keys[0] ?? 0;
    sink(keys[length] ?? 0, kept[length] ?? 0, 0, length);
    kept[length] = id;
    keys[length] = key;
  }
  return kept;
}

const digits = 65_536;

/** All of them, by digits from the lowest up; each pass keeps the order of the one before. */
export function sortByKey(ids: Uint32Array, keyOf: (id: number) => number, descending: boolean): Uint32Array {
  const { length } = ids;
  let keys: Float64Array = new Float64Array(length);
  let highest = 0;
  for (let place = 0; place < length; place += 1) {
    const key = keyOf(ids[place] ?? 0);
    keys[place] = key;
    if (key > highest) highest = key;
  }
  if (descending) for (let place = 0; place < length; place += 1) keys[place] = highest - (keys[place] ?? 0);
  let sorted: Uint32Array = ids.slice();
  let nextKeys: Float64Array = new Float64Array(length);
  let next: Uint32Array = new Uint32Array(length);
  const starts = new Uint32Array(digits + 1);
  for (let unit = 1; unit <= highest; unit *= digits) {
    starts.fill(0);
    const digitOf = (key: number): number => Math.floor(key / unit) % digits;
    for (let place = 0; place < length; place += 1) {
      const digit = digitOf(keys[place] ?? 0) + 1;
      starts[digit] = (starts[digit] ?? 0) + 1;
    }
    for (let digit = 1; digit <= digits; digit += 1) starts[digit] = (starts[digit] ?? 0) + (starts[digit - 1] ?? 0);
    for (let place = 0; place < length; place += 1) {
      const key = keys[place] ?? 0;
      const digit = digitOf(key);
      const target = starts[digit] ?? 0;
      starts[digit] = target + 1;
      next[target] = sorted[place] ?? 0;
      nextKeys[target] = key;
    }
    [sorted, next, keys, nextKeys] = [next, sorted, nextKeys, keys];
  }
  return sorted;
}
