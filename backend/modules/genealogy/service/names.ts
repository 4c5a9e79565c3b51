import type { SortKey } from '#mirror/read/index.ts';
import type { GenealogyOptions } from './options.ts';

/** A name that was changed stands in its new place after this long. */
const freshMilliseconds = 10_000;

/** The order of names as a sort key, read at most once in a while: it is one question over all names. */
export function createNameKeys({
  identity,
  clock,
}: Pick<GenealogyOptions, 'identity' | 'clock'>): (descending: boolean) => Promise<SortKey> {
  let known: { at: number; order: ReturnType<GenealogyOptions['identity']['nameOrder']> } | undefined;
  return async (descending) => {
    const now = clock.now().getTime();
    if (known === undefined || Math.abs(now - known.at) > freshMilliseconds) {
      const order = identity.nameOrder();
      known = { at: now, order };
      order.catch(() => (known = undefined));
    }
    const { placeOf, places } = await known.order;
    // Members without a name come last, whichever way the list is turned.
    const last = descending ? 0 : places + 1;
    return (memberId) => placeOf[memberId] || last;
  };
}
