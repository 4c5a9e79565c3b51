import { defineErrors } from './define.ts';

/** Faults of plans, ledger bytes, facts and payout files: what the engine and the audit refuse. */
export const engineErrors = defineErrors({
  'PLAN.INVALID': {
    status: 422,
    retryable: false,
    en: {
      message: 'The plan has {count} fault(s): {faultsEn}.',
      cure: 'Mend every fault named and try again; nothing was published.',
    },
    ru: {
      message: 'В плане ошибок: {count}. {faultsRu}.',
      cure: 'Исправьте все названные ошибки и повторите; ничего не опубликовано.',
    },
  },
  'LEDGER.UNKNOWN_KIND': {
    status: 422,
    retryable: false,
    en: { message: 'Entry {index} has the unknown kind {kind}.', cure: 'Use a kind from 1 to 6, or update the software.' },
    ru: { message: 'У записи {index} неизвестный вид {kind}.', cure: 'Используйте вид от 1 до 6 или обновите программу.' },
  },
  'LEDGER.TRUNCATED': {
    status: 422,
    retryable: false,
    en: {
      message: 'The batch ends in the middle of entry {index}.',
      cure: 'Read the batch again; some of its bytes are missing.',
    },
    ru: { message: 'Пакет обрывается посреди записи {index}.', cure: 'Прочитайте пакет ещё раз: не хватает байтов.' },
  },
  'LEDGER.OUT_OF_RANGE': {
    status: 422,
    retryable: false,
    en: {
      message: 'Entry {index}: {field} must be from {least} to {most}, not {value}.',
      cure: 'Correct the entry before it is recorded.',
    },
    ru: {
      message: 'Запись {index}: поле {field} должно быть от {least} до {most}, а не {value}.',
      cure: 'Исправьте запись до её внесения.',
    },
  },
  'LEDGER.UNKNOWN_MEMBER': {
    status: 422,
    retryable: false,
    en: {
      message: 'Entry {index} names member {memberId}, but there are only {memberCount}.',
      cure: 'Check the source: the chain cannot hold this.',
    },
    ru: {
      message: 'Запись {index} называет партнёра {memberId}, а их всего {memberCount}.',
      cure: 'Проверьте источник: в сети такого быть не может.',
    },
  },
  'ENGINE.BAD_SPONSOR': {
    status: 422,
    retryable: false,
    en: {
      message: 'Period {period}: the sponsor of member {memberId} is {sponsorId}.',
      cure: 'A sponsor has a lower number; read the members again.',
    },
    ru: {
      message: 'Период {period}: спонсор партнёра {memberId} — {sponsorId}.',
      cure: 'Номер спонсора меньше; прочитайте партнёров заново.',
    },
  },
  'ENGINE.PERIOD_GAP': {
    status: 422,
    retryable: false,
    en: {
      message: 'Period {period} does not follow on: entries begin at {actual}, {expected} was expected.',
      cure: 'Read the ledger again without gaps.',
    },
    ru: {
      message: 'Период {period} не продолжает предыдущий: записи с {actual}, ожидалось {expected}.',
      cure: 'Прочитайте журнал заново без пропусков.',
    },
  },
  'ENGINE.PERIOD_MISSING': {
    status: 422,
    retryable: false,
    en: {
      message: 'Period {expected} is missing; {actual} was given instead.',
      cure: 'Give the facts of all periods from 1 in order.',
    },
    ru: { message: 'Нет периода {expected}: вместо него дан {actual}.', cure: 'Дайте факты всех периодов с первого по порядку.' },
  },
  'ENGINE.FOUNDING_PERIOD': {
    status: 422,
    retryable: false,
    en: { message: 'Period 0 is the founding and has no calculation.', cure: 'Choose a period from 1.' },
    ru: { message: 'Период 0 — основание, в нём нет расчёта.', cure: 'Выберите период от 1.' },
  },
  'ENGINE.CARRY_MISMATCH': {
    status: 422,
    retryable: false,
    en: {
      message: 'Period {period} has {memberCount} members, but the state before it {carried}.',
      cure: 'Carry the state of the period before.',
    },
    ru: {
      message: 'В периоде {period} партнёров {memberCount}, а в прежнем состоянии {carried}.',
      cure: 'Возьмите состояние предыдущего периода.',
    },
  },
  'ENGINE.MEMORY_MISSING': {
    status: 422,
    retryable: false,
    en: {
      message: 'Period {period} refunds an order of period {orderPeriod}, which is not at hand.',
      cure: 'Calculate the periods in order from 1.',
    },
    ru: {
      message: 'В периоде {period} возвращён заказ периода {orderPeriod}, данных которого нет.',
      cure: 'Рассчитывайте периоды по порядку с первого.',
    },
  },
  'ENGINE.NO_PLACEMENT': {
    status: 422,
    retryable: false,
    en: {
      message: 'The plan of period {period} walks the placement tree, which the facts do not hold.',
      cure: 'Give the placement of the members, or use a plan on the sponsor tree.',
    },
    ru: {
      message: 'План периода {period} идёт по дереву размещения, которого в данных нет.',
      cure: 'Добавьте размещение партнёров или возьмите план по дереву спонсоров.',
    },
  },
  'ENGINE.ORDERS_MISSING': {
    status: 422,
    retryable: false,
    en: {
      message: 'Period {period} had {expected} orders, {actual} are at hand; a refund needs all of them.',
      cure: 'Load every order of that period before the run.',
    },
    ru: {
      message: 'В периоде {period} было заказов: {expected}, есть {actual}; для возврата нужны все.',
      cure: 'Загрузите до расчёта все заказы того периода.',
    },
  },
  'ENGINE.PLAN_MISSING': {
    status: 422,
    retryable: false,
    en: {
      message: 'Plan version {version}, which governs period {period}, is not at hand.',
      cure: 'Load the published plan from the registry.',
    },
    ru: {
      message: 'Нет плана версии {version}, который действует в периоде {period}.',
      cure: 'Загрузите опубликованный план из реестра.',
    },
  },
  'ENGINE.AMOUNT_TOO_LARGE': {
    status: 422,
    retryable: false,
    en: {
      message: 'What member {memberId} has earned exceeds 64 bits.',
      cure: 'Check the volumes of the period; no token amount is so large.',
    },
    ru: {
      message: 'Сумма партнёра {memberId} не помещается в 64 бита.',
      cure: 'Проверьте объёмы периода: таких сумм не бывает.',
    },
  },
  'PAYOUT_TREE.REPEATED_MEMBER': {
    status: 422,
    retryable: false,
    en: {
      message: 'Member {memberId} stands in the payout tree twice.',
      cure: 'Each member has one leaf; build the tree from a run.',
    },
    ru: {
      message: 'Партнёр {memberId} встречается в дереве выплат дважды.',
      cure: 'У каждого партнёра один лист; постройте дерево из расчёта.',
    },
  },
  'PAYOUT_TREE.WRONG_ORDER': {
    status: 422,
    retryable: false,
    en: { message: 'Leaf {index} (member {memberId}) is out of order.', cure: 'Leaves stand in the order of member numbers.' },
    ru: {
      message: 'Лист {index} (партнёр {memberId}) стоит не на месте.',
      cure: 'Листья идут по возрастанию номеров партнёров.',
    },
  },
  'PAYOUT_TREE.BAD_LEAF': {
    status: 422,
    retryable: false,
    en: { message: 'Leaf {index} (member {memberId}) has the amount {cumulative}.', cure: 'An amount is from 1 to 2^64 − 1.' },
    ru: { message: 'У листа {index} (партнёр {memberId}) сумма {cumulative}.', cure: 'Сумма должна быть от 1 до 2^64 − 1.' },
  },
  'PAYOUT_TREE.SUM_OVERFLOW': {
    status: 422,
    retryable: false,
    en: { message: 'The sum of the payout tree exceeds 64 bits.', cure: 'Check the amounts; no token supply is so large.' },
    ru: { message: 'Сумма дерева выплат не помещается в 64 бита.', cure: 'Проверьте суммы: столько токенов не бывает.' },
  },
  'PAYOUT_TREE.NOT_A_MEMBER': {
    status: 404,
    retryable: false,
    en: {
      message: 'Member {memberId} has no leaf in this tree.',
      cure: 'Nothing has been earned yet, or another root is meant.',
    },
    ru: { message: 'У партнёра {memberId} нет листа в этом дереве.', cure: 'Начислений ещё нет, или нужен другой корень.' },
  },
  'PAYOUT_FILE.NOT_TEXT': {
    status: 422,
    retryable: false,
    en: { message: 'The payout file is not UTF-8 text.', cure: 'Download the file again.' },
    ru: { message: 'Файл выплат — не текст UTF-8.', cure: 'Скачайте файл заново.' },
  },
  'PAYOUT_FILE.NOT_JSON': {
    status: 422,
    retryable: false,
    en: {
      message: 'The payout file of {bytes} bytes is cut off or is not JSON.',
      cure: 'Download the file again; its end may be missing.',
    },
    ru: {
      message: 'Файл выплат ({bytes} байт) обрезан или не является JSON.',
      cure: 'Скачайте файл заново: возможно, не хватает конца.',
    },
  },
  'PAYOUT_FILE.BAD_FIELD': {
    status: 422,
    retryable: false,
    en: {
      message: 'The payout file has a fault at {path}.',
      cure: 'The file was not made by a run; ask for the published one.',
    },
    ru: { message: 'В файле выплат ошибка в поле {path}.', cure: 'Файл сделан не расчётом; возьмите опубликованный.' },
  },
  'PAYOUT_FILE.NOT_CANONICAL': {
    status: 422,
    retryable: false,
    en: {
      message: 'The payout file is not canonical JSON: it differs from byte {offset} on.',
      cure: 'Spaces, order of fields or spelling were changed; take the published bytes.',
    },
    ru: {
      message: 'Файл выплат записан не канонически: отличие с байта {offset}.',
      cure: 'Изменены пробелы, порядок полей или запись; возьмите опубликованные байты.',
    },
  },
  'PAYOUT_FILE.WRONG_ORDER': {
    status: 422,
    retryable: false,
    en: {
      message: 'The leaves of the payout file were reordered: leaf {index} is member {memberId}.',
      cure: 'Leaves stand in the order of members.',
    },
    ru: {
      message: 'Листья в файле выплат переставлены: лист {index} — партнёр {memberId}.',
      cure: 'Листья идут по возрастанию номеров.',
    },
  },
  'PAYOUT_FILE.REPEATED_MEMBER': {
    status: 422,
    retryable: false,
    en: { message: 'Member {memberId} stands in the payout file twice (leaf {index}).', cure: 'Each member has one leaf.' },
    ru: { message: 'Партнёр {memberId} стоит в файле выплат дважды (лист {index}).', cure: 'У каждого партнёра один лист.' },
  },
  'PAYOUT_FILE.WRONG_COUNT': {
    status: 422,
    retryable: false,
    en: {
      message: 'The payout file declares {declared} leaves and has {actual}.',
      cure: 'A leaf was added or removed; take the published file.',
    },
    ru: {
      message: 'В файле выплат заявлено листьев: {declared}, а есть {actual}.',
      cure: 'Лист добавлен или убран; возьмите опубликованный файл.',
    },
  },
  'PAYOUT_FILE.WRONG_TOTAL': {
    status: 422,
    retryable: false,
    en: {
      message: 'The payout file declares the total {declared}, its leaves add up to {actual}.',
      cure: 'An amount was changed; take the published file.',
    },
    ru: {
      message: 'В файле выплат заявлен итог {declared}, а сумма листьев — {actual}.',
      cure: 'Изменена сумма; возьмите опубликованный файл.',
    },
  },
  'PAYOUT_FILE.WRONG_ROOT': {
    status: 422,
    retryable: false,
    en: {
      message: 'The payout file declares the root {declared}, its leaves give {actual}.',
      cure: 'A leaf or the root was changed; take the published file.',
    },
    ru: {
      message: 'В файле выплат заявлен корень {declared}, а листья дают {actual}.',
      cure: 'Изменён лист или корень; возьмите опубликованный файл.',
    },
  },
  'PAYOUT_FILE.WRONG_LEAF': {
    status: 422,
    retryable: false,
    en: {
      message: 'Leaf {index}: the file gives member {memberId} {actual}, the calculation {expected}.',
      cure: 'Whoever published the file must say why; the calculation can be repeated from the chain.',
    },
    ru: {
      message: 'Лист {index}: по файлу у партнёра {memberId} {actual}, по расчёту {expected}.',
      cure: 'Объяснить это должен тот, кто опубликовал файл; расчёт можно повторить по данным сети.',
    },
  },
  'PAYOUT_FILE.DIFFERS_FROM_CHAIN': {
    status: 422,
    retryable: false,
    en: {
      message: 'The chain says {field} = {expected}, the payout file {actual}.',
      cure: 'This is another file than the one proposed.',
    },
    ru: { message: 'В сети {field} = {expected}, а в файле выплат {actual}.', cure: 'Это не тот файл, который был предложен.' },
  },
  'PAYOUT_FILE.WRONG_HASH': {
    status: 422,
    retryable: false,
    en: {
      message: 'The bytes of the payout file hash to {actual}, the chain says {expected}.',
      cure: 'At least one byte was changed.',
    },
    ru: { message: 'Хеш файла выплат {actual}, а в сети {expected}.', cure: 'Изменён хотя бы один байт.' },
  },
});
