import { defineErrors } from './define.ts';

/** Runs, closing of periods, publishing of payouts, claims. */
export const settlementErrors = defineErrors({
  'COMMISSIONS.PERIOD_OPEN': {
    status: 409,
    retryable: false,
    en: { message: 'Period {period} is not closed yet.', cure: 'Close it first.' },
    ru: { message: 'Период {period} ещё не закрыт.', cure: 'Сначала закройте его.' },
  },
  'COMMISSIONS.NOT_FINAL': {
    status: 409,
    retryable: true,
    en: { message: 'The closing of period {period} is not final on the chain yet.', cure: 'Wait a few blocks and try again.' },
    ru: {
      message: 'Закрытие периода {period} ещё не окончательно в блокчейне.',
      cure: 'Подождите несколько блоков и повторите.',
    },
  },
  'COMMISSIONS.MOVED_ON': {
    status: 409,
    retryable: true,
    en: { message: 'Period {period} was closed while it was being calculated.', cure: 'Ask again.' },
    ru: { message: 'Период {period} закрылся во время расчёта.', cure: 'Повторите запрос.' },
  },
  'COMMISSIONS.NOT_CALCULATED': {
    status: 409,
    retryable: true,
    en: {
      message: 'Period {period} has not been calculated yet.',
      cure: 'Calculate it, or wait: it happens by itself after the close.',
    },
    ru: {
      message: 'Период {period} ещё не рассчитан.',
      cure: 'Рассчитайте его или подождите: это происходит само после закрытия.',
    },
  },
  'COMMISSIONS.PREVIOUS_MISSING': {
    status: 409,
    retryable: true,
    en: {
      message: 'Period {period} cannot be published before period {previous} is calculated.',
      cure: 'Calculate the earlier period first.',
    },
    ru: {
      message: 'Период {period} нельзя опубликовать, пока не рассчитан период {previous}.',
      cure: 'Сначала рассчитайте предыдущий период.',
    },
  },
  'COMMISSIONS.LINES_DISAGREE': {
    status: 500,
    retryable: false,
    en: {
      message: 'The lines of member {memberId} in period {period} do not add up to the amount.',
      cure: 'Do not publish this run; tell the developers.',
    },
    ru: {
      message: 'Строки партнёра {memberId} в периоде {period} не сходятся с суммой.',
      cure: 'Не публикуйте этот расчёт; сообщите разработчикам.',
    },
  },
  'COMMISSIONS.RUN_DIFFERS': {
    status: 500,
    retryable: false,
    en: {
      message: 'A new calculation of period {period} differs from the stored one.',
      cure: 'Do not publish; compare the mirror with the chain.',
    },
    ru: {
      message: 'Новый расчёт периода {period} отличается от сохранённого.',
      cure: 'Не публикуйте; сверьте зеркало с блокчейном.',
    },
  },
  'SETTLEMENT.UNKNOWN_PERIOD': {
    status: 404,
    retryable: false,
    en: { message: 'There is no period {period}.', cure: 'Look at the list of periods.' },
    ru: { message: 'Периода {period} нет.', cure: 'Посмотрите список периодов.' },
  },
  'SETTLEMENT.ALREADY_CLOSED': {
    status: 409,
    retryable: false,
    en: { message: 'Period {period} is closed already.', cure: 'Nothing is left to do; look at the period.' },
    ru: { message: 'Период {period} уже закрыт.', cure: 'Делать ничего не нужно; посмотрите период.' },
  },
  'SETTLEMENT.NOT_OPEN_YET': {
    status: 409,
    retryable: false,
    en: { message: 'Period {period} is not the open one; period {open} is.', cure: 'Close the open period first.' },
    ru: { message: 'Открыт не период {period}, а период {open}.', cure: 'Сначала закройте открытый период.' },
  },
  'SETTLEMENT.SAME_PERSON': {
    status: 403,
    retryable: false,
    en: { message: 'The person who asked for this cannot approve it.', cure: 'Ask a colleague with the right to approve.' },
    ru: { message: 'Одобрить не может тот же человек, который запросил.', cure: 'Попросите коллегу с правом одобрения.' },
  },
  'SETTLEMENT.UNKNOWN_REQUEST': {
    status: 404,
    retryable: false,
    en: { message: 'There is no such request to close a period.', cure: 'Look at the period.' },
    ru: { message: 'Такого запроса на закрытие нет.', cure: 'Посмотрите период.' },
  },
  'SETTLEMENT.REQUEST_WITHDRAWN': {
    status: 409,
    retryable: false,
    en: { message: 'The request was replaced by a newer one.', cure: 'Approve the newer request.' },
    ru: { message: 'Запрос заменён более новым.', cure: 'Одобрите более новый запрос.' },
  },
  'SETTLEMENT.FIGURES_CHANGED': {
    status: 409,
    retryable: false,
    en: {
      message: 'Since these figures were shown, more was recorded in period {period}.',
      cure: 'Make the dry run again and look at the new figures.',
    },
    ru: {
      message: 'С тех пор как показаны эти цифры, в периоде {period} появились новые записи.',
      cure: 'Повторите пробный расчёт и посмотрите новые цифры.',
    },
  },
  'SETTLEMENT.CLOSE_UNDER_WAY': {
    status: 409,
    retryable: true,
    en: { message: 'Period {period} is being closed just now.', cure: 'Wait a few seconds.' },
    ru: { message: 'Период {period} как раз закрывается.', cure: 'Подождите несколько секунд.' },
  },
  'SETTLEMENT.PROPOSAL_PENDING': {
    status: 409,
    retryable: false,
    en: { message: 'The root of period {period} is in review.', cure: 'Wait until it is accepted or rejected.' },
    ru: { message: 'Корень периода {period} на проверке.', cure: 'Дождитесь, пока его примут или отклонят.' },
  },
  'SETTLEMENT.NOT_IN_FORCE': {
    status: 409,
    retryable: false,
    en: { message: 'The payouts of period {period} are not those in force.', cure: 'Pay the period that was accepted last.' },
    ru: { message: 'Действуют не выплаты периода {period}.', cure: 'Выплачивайте период, принятый последним.' },
  },
  'SETTLEMENT.ALREADY_ACCEPTED': {
    status: 409,
    retryable: false,
    en: { message: 'The payouts of period {period} are in force already.', cure: 'Nothing is left to do.' },
    ru: { message: 'Выплаты периода {period} уже действуют.', cure: 'Делать ничего не нужно.' },
  },
  'SETTLEMENT.OVER_BUDGET': {
    status: 409,
    retryable: false,
    en: {
      message: 'The total owed, {total}, exceeds what sales allow: {budget}.',
      cure: 'Check the plan and the refunds of this period; the chain would refuse it too.',
    },
    ru: {
      message: 'Сумма {total} превышает допустимую по продажам: {budget}.',
      cure: 'Проверьте план и возвраты периода; блокчейн это тоже не примет.',
    },
  },
  'SETTLEMENT.UNDERFUNDED': {
    status: 409,
    retryable: false,
    en: {
      message: 'The vault lacks {missing} to cover what would be owed.',
      cure: 'The treasurer funds the vault, then publish again.',
    },
    ru: {
      message: 'В хранилище не хватает {missing}, чтобы покрыть обязательства.',
      cure: 'Казначей пополняет хранилище, затем опубликуйте снова.',
    },
  },
  'SETTLEMENT.TOTAL_FALLS': {
    status: 500,
    retryable: false,
    en: {
      message: 'The total owed, {total}, is less than the one in force, {accepted}.',
      cure: 'Do not publish; tell the developers.',
    },
    ru: { message: 'Сумма {total} меньше действующей {accepted}.', cure: 'Не публикуйте; сообщите разработчикам.' },
  },
  'SETTLEMENT.FILE_MISSING': {
    status: 404,
    retryable: false,
    en: { message: 'No payout file of period {period} is published.', cure: 'Look at the list of periods.' },
    ru: { message: 'Файл выплат периода {period} не опубликован.', cure: 'Посмотрите список периодов.' },
  },
  'SETTLEMENT.FILE_DAMAGED': {
    status: 500,
    retryable: false,
    en: {
      message: 'The stored payout file of period {period} does not have the recorded hash.',
      cure: 'Restore it from a backup or calculate the period again.',
    },
    ru: {
      message: 'Сохранённый файл выплат периода {period} не соответствует записанному хешу.',
      cure: 'Восстановите его из резервной копии или пересчитайте период.',
    },
  },
  'CLAIM.NOTHING': {
    status: 409,
    retryable: false,
    en: { message: 'There is nothing to receive: everything in force was paid.', cure: 'Wait for the next accepted period.' },
    ru: { message: 'Получать нечего: всё действующее уже выплачено.', cure: 'Дождитесь следующего принятого периода.' },
  },
  'CLAIM.NO_ROOT': {
    status: 409,
    retryable: false,
    en: { message: 'No payouts are in force yet.', cure: 'Wait for the first accepted period.' },
    ru: { message: 'Действующих выплат ещё нет.', cure: 'Дождитесь первого принятого периода.' },
  },
  'CLAIM.NO_WALLET': {
    status: 409,
    retryable: false,
    en: { message: 'Member {memberId} has no wallet, so there is nowhere to pay to.', cure: 'Bind a wallet first.' },
    ru: { message: 'У партнёра {memberId} нет кошелька, платить некуда.', cure: 'Сначала привяжите кошелёк.' },
  },
  'CLAIM.BANK_ROUTE': {
    status: 409,
    retryable: false,
    en: { message: 'Member {memberId} is paid by bank.', cure: 'Wait for the bank, or choose the token in the profile.' },
    ru: { message: 'Партнёр {memberId} получает деньги через банк.', cure: 'Дождитесь банка или выберите токен в профиле.' },
  },
  'CLAIM.STALE_ROOT': {
    status: 409,
    retryable: false,
    en: { message: 'New payouts came into force meanwhile.', cure: 'Look at the new sum and ask again.' },
    ru: { message: 'Тем временем вступили в силу новые выплаты.', cure: 'Посмотрите новую сумму и запросите снова.' },
  },
  'CLAIM.OTHER_AMOUNT': {
    status: 409,
    retryable: false,
    en: {
      message: 'The sum {cumulative} is not the one in force for this member.',
      cure: 'Reload the page and look at the sum again.',
    },
    ru: {
      message: 'Сумма {cumulative} не та, что действует для этого партнёра.',
      cure: 'Обновите страницу и посмотрите сумму ещё раз.',
    },
  },
  'CLAIM.TOO_MANY': {
    status: 429,
    retryable: true,
    en: {
      message: 'The company pays the fee of at most {limit} claims a day for one member.',
      cure: 'Try again tomorrow, or send the transaction from your own wallet.',
    },
    ru: {
      message: 'Компания оплачивает комиссию не более чем {limit} получений в сутки на партнёра.',
      cure: 'Повторите завтра или отправьте транзакцию со своего кошелька.',
    },
  },
  'OPERATION.UNKNOWN': {
    status: 404,
    retryable: false,
    en: {
      message: 'There is no such operation, or it is not yours to see.',
      cure: 'Look at the page from which you started it.',
    },
    ru: { message: 'Такой операции нет или у вас нет доступа.', cure: 'Посмотрите страницу, с которой вы её начали.' },
  },
});
