import { describe, expect, it } from 'vitest';
import { totalsOf, withQuantity } from './cart.ts';

const tea = { sku: 'TEA', name: { en: 'Tea', ru: 'Чай' }, price: '9007199254740993', pv: '1250', cv: '3', stock: 5 };
const soap = { sku: 'SOAP', name: { en: 'Soap', ru: 'Мыло' }, price: '2', pv: '1', cv: '1', stock: 100 };

describe('a cart', () => {
  it('takes no more than there is, and drops what is zero', () => {
    expect(withQuantity({}, tea, 9)).toEqual({ TEA: 5 });
    expect(withQuantity({ TEA: 2, SOAP: 1 }, tea, 0)).toEqual({ SOAP: 1 });
    expect(withQuantity({ TEA: 2 }, tea, -3)).toEqual({});
  });

  it('adds up exactly', () => {
    expect(totalsOf({ TEA: 3, SOAP: 2, GONE: 7 }, [tea, soap])).toEqual({
      pieces: 5,
      total: 27_021_597_764_222_983n,
      pv: 3752n,
      cv: 11n,
    });
  });
});
