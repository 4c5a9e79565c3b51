import { defineErrors } from './define.ts';

/** What the Checkout contract refuses, under its own names. */
export const checkoutContractErrors = defineErrors({
  'CHECKOUT.ZERO_ADDRESS': {
    status: 400,
    retryable: false,
    en: { message: 'The zero address can neither quote nor keep money.', cure: 'Give a real account.' },
    ru: { message: 'Нулевой адрес не может ни выставлять счёт, ни хранить деньги.', cure: 'Укажите настоящий счёт.' },
  },
  'CHECKOUT.NOT_BUYER': {
    status: 403,
    retryable: false,
    en: {
      message: '{caller} is not the buyer {buyer} of this order.',
      cure: 'Pay with the wallet for which the order was quoted.',
    },
    ru: { message: '{caller} — не покупатель {buyer} этого заказа.', cure: 'Платите кошельком, для которого выставлен заказ.' },
  },
  'CHECKOUT.QUOTE_EXPIRED': {
    status: 409,
    retryable: false,
    en: { message: 'The quote was valid until {deadline}.', cure: 'Ask for a new quote.' },
    ru: { message: 'Предложение об оплате действовало до {deadline}.', cure: 'Запросите новое.' },
  },
  'CHECKOUT.BAD_QUOTE_SIGNATURE': {
    status: 409,
    retryable: false,
    en: {
      message: '{quoter} did not quote this order like this.',
      cure: 'Ask for a new quote; the company may have changed its key.',
    },
    ru: {
      message: '{quoter} не выставлял этот заказ в таком виде.',
      cure: 'Запросите новое предложение: компания могла сменить ключ.',
    },
  },
  'CHECKOUT.BAD_BUYER_SIGNATURE': {
    status: 400,
    retryable: false,
    en: { message: 'The buyer {buyer} did not sign this order.', cure: 'Sign it again with the wallet that pays.' },
    ru: { message: 'Покупатель {buyer} не подписывал этот заказ.', cure: 'Подпишите снова кошельком, который платит.' },
  },
  'CHECKOUT.PERMIT_REFUSED': {
    status: 409,
    retryable: false,
    en: {
      message: 'The permit of wallet {buyer} is wrong, late or used up, and what the wallet allowed before is not enough.',
      cure: 'Sign a new permit, or approve the payment in the wallet, and pay again. Nothing was charged.',
    },
    ru: {
      message: 'Разрешение кошелька {buyer} неверно, просрочено или уже использовано, а прежнего разрешения не хватает.',
      cure: 'Подпишите новое разрешение или разрешите списание в кошельке и оплатите снова. Деньги не списаны.',
    },
  },
  'CHECKOUT.AMOUNT_BELOW_SHARE': {
    status: 400,
    retryable: false,
    en: {
      message: 'The price {amount} does not cover the share {share} that the plan may pay out.',
      cure: 'Correct the CV of the products.',
    },
    ru: { message: 'Цена {amount} меньше доли {share}, которую план может выплатить.', cure: 'Исправьте CV товаров.' },
  },
  'CHECKOUT.PAYMENT_FAILED': {
    status: 409,
    retryable: true,
    en: {
      message: 'The token did not move {amount} from {from} to {to}.',
      cure: 'Look at the balance and the approval of the paying wallet, then pay again.',
    },
    ru: {
      message: 'Токен не перевёл {amount} с {from} на {to}.',
      cure: 'Проверьте остаток и разрешение платящего кошелька и оплатите снова.',
    },
  },
  'CHECKOUT.ALREADY_REFUNDED': {
    status: 409,
    retryable: false,
    en: { message: 'Order {orderRef} was given back already.', cure: 'Nothing more is to be done.' },
    ru: { message: 'Заказ {orderRef} уже возвращён.', cure: 'Больше ничего делать не нужно.' },
  },
  'CHECKOUT.REFUND_OVER_ORDER': {
    status: 400,
    retryable: false,
    en: { message: 'More would be given back than order {orderRef} was.', cure: 'Correct the refund.' },
    ru: { message: 'Возвращается больше, чем составлял заказ {orderRef}.', cure: 'Исправьте возврат.' },
  },
  'CHECKOUT.REENTERED': {
    status: 409,
    retryable: false,
    en: { message: 'A payment was started inside of a payment.', cure: 'Pay the orders one after the other.' },
    ru: { message: 'Оплата начата внутри другой оплаты.', cure: 'Оплачивайте заказы по очереди.' },
  },
});
