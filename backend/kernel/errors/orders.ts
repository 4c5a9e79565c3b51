import { defineErrors } from './define.ts';

/** Products, stock and orders. */
export const ordersErrors = defineErrors({
  'CATALOG.UNKNOWN_PRODUCT': {
    status: 404,
    retryable: false,
    en: { message: 'There is no product {sku} on sale.', cure: 'Choose from the list of products.' },
    ru: { message: 'Товара {sku} нет в продаже.', cure: 'Выберите товар из списка.' },
  },
  'CATALOG.BAD_PRODUCT': {
    status: 400,
    retryable: false,
    en: {
      message: 'Product {sku} has a price or volume outside the allowed range.',
      cure: 'Correct its price, PV and CV; CV may not exceed the price.',
    },
    ru: {
      message: 'У товара {sku} цена или баллы вне допустимых пределов.',
      cure: 'Исправьте цену, PV и CV; CV не может превышать цену.',
    },
  },
  'WAREHOUSE.OUT_OF_STOCK': {
    status: 409,
    retryable: false,
    en: { message: 'Only {available} of {sku} are left; {wanted} are wanted.', cure: 'Order fewer, or wait for a delivery.' },
    ru: { message: 'Осталось {available} шт. товара {sku}, нужно {wanted}.', cure: 'Закажите меньше или дождитесь поставки.' },
  },
  'WAREHOUSE.BAD_MOVE': {
    status: 400,
    retryable: false,
    en: {
      message: '{quantity} of {sku} cannot be moved from {source} to {target}.',
      cure: 'Move at least one piece between two different places.',
    },
    ru: {
      message: '{quantity} шт. товара {sku} нельзя переместить из {source} в {target}.',
      cure: 'Перемещайте хотя бы одну штуку между разными местами.',
    },
  },
  'ORDERS.EMPTY': {
    status: 400,
    retryable: false,
    en: { message: 'The order has no lines.', cure: 'Put at least one product in the order.' },
    ru: { message: 'В заказе нет строк.', cure: 'Добавьте хотя бы один товар.' },
  },
  'ORDERS.BAD_QUANTITY': {
    status: 400,
    retryable: false,
    en: { message: 'The quantity of {sku} must be a whole number from 1 to {most}.', cure: 'Correct the quantity.' },
    ru: { message: 'Количество товара {sku} должно быть целым от 1 до {most}.', cure: 'Исправьте количество.' },
  },
  'ORDERS.TOO_LARGE': {
    status: 400,
    retryable: false,
    en: { message: 'The order is larger than the ledger can hold in one entry.', cure: 'Split it in several orders.' },
    ru: { message: 'Заказ больше, чем помещается в одну запись реестра.', cure: 'Разделите его на несколько заказов.' },
  },
  'ORDERS.CUSTOMER_MISSING': {
    status: 400,
    retryable: false,
    en: {
      message: "An order for a customer needs the customer's name.",
      cure: "Give the name; it stays in the company's office and never goes to the chain.",
    },
    ru: {
      message: 'Для заказа клиента нужно его имя.',
      cure: 'Укажите имя; оно остаётся в офисе компании и не попадает в блокчейн.',
    },
  },
  'ORDERS.NOT_PLACED': {
    status: 409,
    retryable: false,
    en: {
      message: 'The order is {status} already and cannot be paid again.',
      cure: 'Look at the order; nothing was charged twice.',
    },
    ru: {
      message: 'Заказ уже в состоянии {status}, оплатить его ещё раз нельзя.',
      cure: 'Посмотрите заказ; дважды ничего не списано.',
    },
  },
  'ORDERS.NOT_PAID': {
    status: 409,
    retryable: false,
    en: { message: 'Only a paid order can be refunded; this one is {status}.', cure: 'Leave it unpaid: it counts for nothing.' },
    ru: {
      message: 'Вернуть можно только оплаченный заказ, а этот в состоянии {status}.',
      cure: 'Оставьте его неоплаченным: он ни на что не влияет.',
    },
  },
  'ORDERS.DEMO_PAYMENT': {
    status: 403,
    retryable: false,
    en: { message: 'The demo card works only in the demo.', cure: 'Pay by invoice; the administrator confirms it.' },
    ru: { message: 'Демонстрационная карта работает только в демо.', cure: 'Оплатите по счёту; администратор подтвердит.' },
  },
  'ORDERS.QUOTE_OPEN': {
    status: 409,
    retryable: true,
    en: {
      message: 'The order can be paid with tokens until {deadline}.',
      cure: 'Pay it with the wallet, or wait until then to pay in another way.',
    },
    ru: {
      message: 'До {deadline} заказ можно оплатить токенами.',
      cure: 'Оплатите кошельком или дождитесь этого срока, чтобы платить иначе.',
    },
  },
  'ORDERS.NO_QUOTER': {
    status: 409,
    retryable: false,
    en: { message: 'Orders cannot be paid with tokens here.', cure: 'Pay in another way.' },
    ru: { message: 'Оплата токенами здесь не принимается.', cure: 'Оплатите другим способом.' },
  },
  'ORDERS.NO_WALLET': {
    status: 409,
    retryable: false,
    en: { message: 'Member {memberId} has no wallet to pay with.', cure: 'Pay in another way, or bind a wallet first.' },
    ru: { message: 'У партнёра {memberId} нет кошелька для оплаты.', cure: 'Оплатите другим способом или привяжите кошелёк.' },
  },
  'ORDERS.REASON_MISSING': {
    status: 400,
    retryable: false,
    en: { message: 'A refund needs a reason.', cure: 'Say in a few words why the goods come back.' },
    ru: { message: 'Для возврата нужна причина.', cure: 'Кратко укажите, почему товар возвращается.' },
  },
});
