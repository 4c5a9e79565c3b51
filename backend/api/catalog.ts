import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { localizedText, unsignedAmountString } from './values.ts';

export const sku = z.string().regex(/^[A-Z0-9][A-Z0-9-]{0,31}$/);

export const product = z
  .object({
    sku,
    name: localizedText,
    price: unsignedAmountString,
    pv: unsignedAmountString,
    cv: unsignedAmountString,
    stock: z.int().min(0).meta({ description: 'Pieces that can be ordered now.' }),
  })
  .meta({ id: 'Product' });

export const listProducts = defineRoute({
  id: 'catalog.list',
  method: 'GET',
  path: '/products',
  permission: 'signedIn',
  summary: 'What can be ordered, with price, PV and CV.',
  response: z.object({ items: z.array(product) }),
});

export type Product = z.infer<typeof product>;
