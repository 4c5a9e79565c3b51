import { defineErrors } from './define.ts';

/** What the Genealogy contract refuses about wallets, recovery, routes and sales, under its own names. */
export const memberAccountErrors = defineErrors({
  'GENEALOGY.NOT_THE_WALLET': {
    status: 409,
    retryable: true,
    en: {
      message: 'The wallet {wallet} does not act for member {memberId}.',
      cure: 'The member may have changed wallets: load the page again.',
    },
    ru: {
      message: 'Кошелёк {wallet} не действует за партнёра {memberId}.',
      cure: 'Возможно, партнёр сменил кошелёк: откройте страницу заново.',
    },
  },
  'GENEALOGY.RESERVED_WALLET': {
    status: 400,
    retryable: false,
    en: { message: 'The address {wallet} stands for a member without a wallet.', cure: 'Give a real wallet.' },
    ru: { message: 'Адрес {wallet} обозначает партнёра без кошелька.', cure: 'Укажите настоящий кошелёк.' },
  },
  'GENEALOGY.NOT_LEDGER': {
    status: 403,
    retryable: false,
    en: { message: '{caller} is not the volume ledger.', cure: 'Only the ledger credits sales.' },
    ru: { message: '{caller} — не журнал объёмов.', cure: 'Продажи отмечает только журнал.' },
  },
  'GENEALOGY.NOT_RECOVERY': {
    status: 403,
    retryable: false,
    en: {
      message: '{caller} is not the recovery address that the member chose.',
      cure: 'Start the recovery with the address that the member named.',
    },
    ru: {
      message: '{caller} — не адрес восстановления, выбранный партнёром.',
      cure: 'Начните восстановление с того адреса, который назвал партнёр.',
    },
  },
  'GENEALOGY.NOTHING_TO_RECOVER': {
    status: 409,
    retryable: false,
    en: {
      message: 'No recovery is running for member {memberId}.',
      cure: 'Start one with the recovery address, or look at the member again.',
    },
    ru: {
      message: 'Для партнёра {memberId} восстановление не идёт.',
      cure: 'Начните его с адреса восстановления или посмотрите партнёра снова.',
    },
  },
  'GENEALOGY.RECOVERY_NOT_READY': {
    status: 409,
    retryable: true,
    en: { message: 'The current wallet can stop the recovery until {readyAt}.', cure: 'Finish it after that.' },
    ru: { message: 'До {readyAt} нынешний кошелёк может остановить восстановление.', cure: 'Завершите его после этого срока.' },
  },
  'GENEALOGY.BANK_ROUTE': {
    status: 409,
    retryable: false,
    en: { message: 'Member {memberId} is paid by bank.', cure: 'Choose the token route in the profile, or wait for the bank.' },
    ru: {
      message: 'Партнёр {memberId} получает деньги через банк.',
      cure: 'Выберите в профиле получение токеном или дождитесь банка.',
    },
  },
  'GENEALOGY.TOKEN_ROUTE': {
    status: 409,
    retryable: false,
    en: { message: 'Member {memberId} is paid by token.', cure: 'Leave the member out of the bank register.' },
    ru: { message: 'Партнёр {memberId} получает деньги токеном.', cure: 'Уберите партнёра из банковского реестра.' },
  },
  'GENEALOGY.BAD_ROUTE_SIGNATURE': {
    status: 400,
    retryable: false,
    en: { message: 'The wallet {wallet} did not sign this choice of a route.', cure: 'Sign again with the wallet in force.' },
    ru: { message: 'Кошелёк {wallet} не подписывал этот выбор способа выплаты.', cure: 'Подпишите снова действующим кошельком.' },
  },
  'GENEALOGY.NONCE_USED': {
    status: 409,
    retryable: false,
    en: {
      message: 'A choice with the number {nonce} was made already.',
      cure: 'Sign the choice again; it gets the next number.',
    },
    ru: { message: 'Выбор с номером {nonce} уже сделан.', cure: 'Подпишите выбор заново: он получит следующий номер.' },
  },
  'GENEALOGY.NONCE_SKIPPED': {
    status: 409,
    retryable: false,
    en: {
      message: 'The choice has the number {nonce}, but {expected} comes first.',
      cure: 'Sign the choice again with the number {expected}.',
    },
    ru: {
      message: 'У выбора номер {nonce}, а раньше него идёт {expected}.',
      cure: 'Подпишите выбор заново с номером {expected}.',
    },
  },
  'GENEALOGY.SALE_NUMBER_USED': {
    status: 409,
    retryable: false,
    en: {
      message: 'Sale {saleNumber} of member {memberId} is recorded already.',
      cure: 'Look at the order: it was paid. Nothing was charged twice.',
    },
    ru: {
      message: 'Продажа {saleNumber} партнёра {memberId} уже записана.',
      cure: 'Посмотрите заказ: он оплачен. Дважды ничего не списано.',
    },
  },
  'GENEALOGY.SALE_NUMBER_TOO_OLD': {
    status: 409,
    retryable: false,
    en: {
      message: 'Sale {saleNumber} of member {memberId} lies too far behind {highest}.',
      cure: 'Ask for a new quote for the order.',
    },
    ru: {
      message: 'Продажа {saleNumber} партнёра {memberId} слишком отстала от {highest}.',
      cure: 'Запросите для заказа новое предложение об оплате.',
    },
  },
  'GENEALOGY.BAD_BATCH': {
    status: 400,
    retryable: false,
    en: { message: '{leafBytes} bytes of leaves and {wallets} wallets do not belong together.', cure: 'Build the batch again.' },
    ru: { message: '{leafBytes} байт листьев и {wallets} кошельков не подходят друг к другу.', cure: 'Соберите пачку заново.' },
  },
});
