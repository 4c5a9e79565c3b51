/** Prices and commissionable volume in minor units of the token (1e-6), points in hundredths. */
export interface DemoProduct {
  readonly sku: string;
  readonly name: { readonly en: string; readonly ru: string };
  readonly price: bigint;
  readonly pv: bigint;
  readonly cv: bigint;
  readonly stock: number;
}

export const company = { en: 'Quiet Glade', ru: 'Тихая поляна' } as const;

const DOLLAR = 1_000_000n;

/** A point is a dollar of commissionable volume; CV leaves out delivery, taxes and the cost of the goods' packing. */
function product(sku: string, en: string, ru: string, priceCents: bigint, cvCents: bigint, stock: number): DemoProduct {
  return { sku, name: { en, ru }, price: (priceCents * DOLLAR) / 100n, pv: cvCents, cv: (cvCents * DOLLAR) / 100n, stock };
}

export const products: readonly DemoProduct[] = [
  product('TEA-FIREWEED', 'Fireweed tea, 100 g', 'Иван-чай, 100 г', 1190n, 950n, 940),
  product('TEA-MEADOW', 'Meadow herb tea, 80 g', 'Чай «Луговые травы», 80 г', 1290n, 1030n, 760),
  product('TEA-ROSEHIP', 'Rosehip and thyme tea, 120 g', 'Чай с шиповником и чабрецом, 120 г', 1350n, 1080n, 620),
  product('TEA-EVENING', 'Evening tea with lime blossom, 60 g', 'Вечерний чай с липой, 60 г', 990n, 790n, 580),
  product('HONEY-LIME', 'Lime blossom honey, 500 g', 'Мёд липовый, 500 г', 1850n, 1450n, 410),
  product('HONEY-FOREST', 'Forest honey, 500 g', 'Мёд лесной, 500 г', 1690n, 1320n, 530),
  product('HONEY-NUT', 'Honey with pine nuts, 300 g', 'Мёд с кедровым орехом, 300 г', 2190n, 1700n, 260),
  product('CARE-BALM', 'Calendula balm, 50 ml', 'Бальзам с календулой, 50 мл', 1450n, 1200n, 390),
  product('CARE-CREAM', 'Hand cream with beeswax, 75 ml', 'Крем для рук с пчелиным воском, 75 мл', 1150n, 940n, 700),
  product('CARE-SHAMPOO', 'Birch sap shampoo, 250 ml', 'Шампунь с берёзовым соком, 250 мл', 1590n, 1300n, 340),
  product('KIT-FAMILY', 'Family tea table, box', 'Набор «Семейное чаепитие»', 5900n, 4700n, 150),
  product('KIT-GLADE', 'The whole glade, gift box', 'Подарочный набор «Вся поляна»', 9900n, 7900n, 90),
];
