import { defineErrors } from './define.ts';

/** What the PayoutVault contract refuses, under its own names. */
export const payoutVaultErrors = defineErrors({
  'PAYOUT_VAULT.PROPOSAL_PENDING': {
    status: 409,
    retryable: true,
    en: { message: 'The payouts of period {period} are in review already.', cure: 'Wait until they are accepted or rejected.' },
    ru: { message: 'Выплаты за период {period} уже на проверке.', cure: 'Дождитесь принятия или отклонения.' },
  },
  'PAYOUT_VAULT.NOTHING_PENDING': {
    status: 409,
    retryable: false,
    en: { message: 'No payouts are in review.', cure: 'Somebody may have decided already; look at the period again.' },
    ru: { message: 'На проверке ничего нет.', cure: 'Возможно, решение уже принято; посмотрите период снова.' },
  },
  'PAYOUT_VAULT.UNEXPECTED_PROPOSAL': {
    status: 409,
    retryable: false,
    en: {
      message: 'The proposal in review is {pending}, not {given}.',
      cure: 'Look at what is in review now before you decide.',
    },
    ru: {
      message: 'На проверке предложение {pending}, а не {given}.',
      cure: 'Посмотрите, что сейчас на проверке, и решайте снова.',
    },
  },
  'PAYOUT_VAULT.BAD_CAP': {
    status: 400,
    retryable: false,
    en: { message: 'The shared nodes are no level of the payout tree in force.', cure: 'Build the batch of claims again.' },
    ru: { message: 'Общие узлы не составляют уровень действующего дерева выплат.', cure: 'Соберите пачку получений заново.' },
  },
  'PAYOUT_VAULT.BAD_SUBTREE': {
    status: 400,
    retryable: false,
    en: {
      message: 'The leaves are not the subtree of height {height} from position {firstIndex}.',
      cure: 'Build the batch of payments again.',
    },
    ru: { message: 'Листья — не поддерево высоты {height} с позиции {firstIndex}.', cure: 'Соберите пачку выплат заново.' },
  },
  'PAYOUT_VAULT.NO_CREDIT': {
    status: 409,
    retryable: false,
    en: { message: 'Member {memberId} has no instant credit to receive.', cure: 'There is nothing to do until the next sale.' },
    ru: {
      message: 'У партнёра {memberId} нет мгновенных начислений к получению.',
      cure: 'До следующей продажи делать ничего не нужно.',
    },
  },
  'PAYOUT_VAULT.NOT_ITSELF': {
    status: 403,
    retryable: false,
    en: { message: '{caller} is not the vault.', cure: 'Use claim, claimMany or paySubtree.' },
    ru: { message: '{caller} — не хранилище.', cure: 'Используйте claim, claimMany или paySubtree.' },
  },
  'PAYOUT_VAULT.PERIOD_ALREADY_ACCEPTED': {
    status: 409,
    retryable: false,
    en: {
      message: 'Period {period} lies not after {acceptedPeriod}, whose payouts are accepted.',
      cure: 'Propose a later period.',
    },
    ru: {
      message: 'Период {period} не позже {acceptedPeriod}, выплаты которого приняты.',
      cure: 'Предложите более поздний период.',
    },
  },
  'PAYOUT_VAULT.WRONG_PLAN': {
    status: 409,
    retryable: false,
    en: { message: 'The run used plan {planVersion}, but plan {expected} governs the period.', cure: 'Run the period again.' },
    ru: { message: 'Расчёт сделан по плану {planVersion}, а период ведёт план {expected}.', cure: 'Рассчитайте период заново.' },
  },
  'PAYOUT_VAULT.WRONG_INPUTS': {
    status: 409,
    retryable: false,
    en: {
      message: 'The run used other inputs ({inputHash}) than the period was closed with ({expected}).',
      cure: 'Run the period again when the mirror has caught up.',
    },
    ru: {
      message: 'Расчёт взял не те данные ({inputHash}), с которыми закрыт период ({expected}).',
      cure: 'Рассчитайте период заново, когда зеркало догонит сеть.',
    },
  },
  'PAYOUT_VAULT.BAD_LEAF_COUNT': {
    status: 400,
    retryable: false,
    en: { message: 'The leaf count {leafCount} does not fit the root.', cure: 'Build the payout tree again.' },
    ru: { message: 'Число листьев {leafCount} не подходит к корню.', cure: 'Постройте дерево выплат заново.' },
  },
  'PAYOUT_VAULT.TOTAL_FALLS': {
    status: 409,
    retryable: false,
    en: {
      message: 'The total {total} is less than the accepted {acceptedTotal}.',
      cure: 'What was owed stays owed: check the run.',
    },
    ru: { message: 'Итог {total} меньше принятого {acceptedTotal}.', cure: 'Признанный долг не уменьшается: проверьте расчёт.' },
  },
  'PAYOUT_VAULT.OVER_BUDGET': {
    status: 409,
    retryable: false,
    en: {
      message: 'The total {total} is more than the budget {budget} that sales allow.',
      cure: 'Check the run: pay comes from sales.',
    },
    ru: {
      message: 'Итог {total} больше бюджета {budget}, который дают продажи.',
      cure: 'Проверьте расчёт: выплаты идут только с продаж.',
    },
  },
  'PAYOUT_VAULT.UNDERFUNDED': {
    status: 409,
    retryable: true,
    en: { message: 'The vault lacks {missing}.', cure: 'The treasurer must put that much into the vault.' },
    ru: { message: 'В хранилище не хватает {missing}.', cure: 'Казначею нужно внести эту сумму.' },
  },
  'PAYOUT_VAULT.IN_REVIEW': {
    status: 409,
    retryable: true,
    en: { message: 'The review lasts until {reviewEndsAt}.', cure: 'Accept after that.' },
    ru: { message: 'Проверка длится до {reviewEndsAt}.', cure: 'Примите после этого срока.' },
  },
  'PAYOUT_VAULT.SAME_PERSON': {
    status: 403,
    retryable: false,
    en: { message: '{account} proposed these payouts and cannot accept them too.', cure: 'A second person must accept.' },
    ru: { message: '{account} предложил эти выплаты и не может сам их принять.', cure: 'Принять должен другой человек.' },
  },
  'PAYOUT_VAULT.STALE_ROOT': {
    status: 409,
    retryable: true,
    en: { message: 'The proof was made for {key}, but {acceptedKey} is in force.', cure: 'Load the claim again.' },
    ru: { message: 'Доказательство для {key}, а действует {acceptedKey}.', cure: 'Загрузите получение заново.' },
  },
  'PAYOUT_VAULT.BAD_PROOF': {
    status: 400,
    retryable: false,
    en: {
      message: 'The proof for member {memberId} does not lead to the root.',
      cure: 'Load the claim again; if it stays, tell the operator.',
    },
    ru: {
      message: 'Доказательство партнёра {memberId} не ведёт к корню.',
      cure: 'Загрузите получение заново; не помогло — сообщите оператору.',
    },
  },
  'PAYOUT_VAULT.SUM_OVERFLOW': {
    status: 400,
    retryable: false,
    en: { message: 'The sums of the payout tree are too large.', cure: 'Check the run.' },
    ru: { message: 'Суммы в дереве выплат слишком велики.', cure: 'Проверьте расчёт.' },
  },
  'PAYOUT_VAULT.NOTHING_TO_CLAIM': {
    status: 409,
    retryable: false,
    en: {
      message: 'Member {memberId} has received everything: {settled}.',
      cure: 'There is nothing to do until the next payouts are accepted.',
    },
    ru: { message: 'Партнёр {memberId} уже получил всё: {settled}.', cure: 'До следующих выплат делать ничего не нужно.' },
  },
  'PAYOUT_VAULT.OVER_TOTAL': {
    status: 409,
    retryable: false,
    en: {
      message: 'Paying would exceed the accepted total {total} ({settled} after it).',
      cure: 'Tell the operator; nothing was paid.',
    },
    ru: {
      message: 'Выплата превысила бы принятый итог {total} (стало бы {settled}).',
      cure: 'Сообщите оператору; ничего не выплачено.',
    },
  },
  'PAYOUT_VAULT.OVER_SURPLUS': {
    status: 409,
    retryable: false,
    en: { message: '{amount} is more than the surplus {surplus}.', cure: 'Take out at most the surplus; the rest is owed.' },
    ru: { message: '{amount} больше излишка {surplus}.', cure: 'Выведите не больше излишка: остальное причитается партнёрам.' },
  },
  'PAYOUT_VAULT.TRANSFER_FAILED': {
    status: 409,
    retryable: true,
    en: {
      message: 'The token refused the transfer for member {memberId}.',
      cure: 'Try again; if it stays, the wallet may be blocked by the token.',
    },
    ru: {
      message: 'Токен отклонил перевод для партнёра {memberId}.',
      cure: 'Повторите; не помогло — возможно, кошелёк заблокирован токеном.',
    },
  },
  'PAYOUT_VAULT.BAD_REVIEW_WINDOW': {
    status: 400,
    retryable: false,
    en: { message: 'A review cannot last {reviewWindow} seconds.', cure: 'Choose from an hour to 90 days.' },
    ru: { message: 'Проверка не может длиться {reviewWindow} с.', cure: 'Выберите от часа до 90 дней.' },
  },
  'PAYOUT_VAULT.BAD_DECIMALS': {
    status: 400,
    retryable: false,
    en: { message: 'A token with {decimals} decimals does not fit.', cure: 'Choose a token with at most eight decimals.' },
    ru: { message: 'Токен с {decimals} знаками не подходит.', cure: 'Выберите токен не более чем с восемью знаками.' },
  },
});
