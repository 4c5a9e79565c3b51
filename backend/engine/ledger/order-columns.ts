import { type Orders } from './order.ts';
import { OrderTable } from './order-table.ts';

/** What sums need of orders, by their place in the list. The arrays may be those of the orders themselves: nobody writes to them. */
export interface OrderColumns {
  readonly members: Uint32Array;
  /** 0 for an own purchase. */
  readonly sales: Uint8Array;
  readonly pv: BigUint64Array;
  /** CV as placed. */
  readonly placed: BigUint64Array;
  /** CV that no refund has taken back. */
  readonly standing: BigUint64Array;
}

export function orderColumns(orders: Orders): OrderColumns {
  return orders instanceof OrderTable ? ofTable(orders) : ofList(orders);
}

/** Nothing is copied unless a refund has changed it. */
function ofTable(orders: OrderTable): OrderColumns {
  const { members, sales, pv, cv: placed } = orders;
  if (!orders.anyRefunded) return { members, sales, pv, placed, standing: placed };
  const standing = placed.slice();
  for (const [number, { cv, refundedCv }] of orders.changed) standing[number] = cv - refundedCv;
  return { members, sales, pv, placed, standing };
}

function ofList(orders: Orders): OrderColumns {
  const members = new Uint32Array(orders.length);
  const sales = new Uint8Array(orders.length);
  const pv = new BigUint64Array(orders.length);
  const placed = new BigUint64Array(orders.length);
  const standing = new BigUint64Array(orders.length);
  let place = 0;
  for (const order of orders) {
    members[place] = order.memberId;
    sales[place] = order.sale === 'customer' ? 1 : 0;
    pv[place] = order.pv;
    placed[place] = order.cv;
    standing[place] = order.cv - order.refundedCv;
    place += 1;
  }
  return { members, sales, pv, placed, standing };
}
