import type { Locale } from '#kernel/errors/index.ts';

/** Words of the auditor's report. `{name}` is filled from the parameters. */
export type Texts = Readonly<Record<string, Readonly<Record<Locale, string>>>>;

/** What a check proves, by its id. */
export const checkTexts: Texts = {
  deployment: {
    en: 'the contracts are the {contracts} of the deployment file and point at each other',
    ru: 'контракты — те {contracts}, что названы в файле развёртывания, и связаны между собой',
  },
  events: {
    en: 'no event is missing: {count} events of {contracts} contracts, numbered without gaps',
    ru: 'ни одно событие не пропущено: {count} событий {contracts} контрактов, номера без разрывов',
  },
  tree: {
    en: 'the tree: {members} members, depth {depth}; each sponsor has a lower number, recorded once',
    ru: 'дерево: партнёров {members}, глубина {depth}; номер каждого спонсора меньше, записан один раз',
  },
  wallets: { en: 'wallets: {wallets} bound, none to two members', ru: 'кошельки: привязано {wallets}, ни один — двум партнёрам' },
  plans: {
    en: 'plans: {plans} published, each before the period that it governs; hashes fit the texts',
    ru: 'планы: опубликовано {plans}, каждый — до периода, которым он управляет; хеши соответствуют текстам',
  },
  volumes: {
    en: 'volumes: {entries} entries in {batches} batches; counts, running hash and batch roots fit',
    ru: 'объёмы: записей {entries} в {batches} пакетах; счётчики, цепочка хешей и корни пакетов сходятся',
  },
  periods: {
    en: 'periods: {closed} closed, period {open} is open; what was frozen at each cut-off fits the events before it',
    ru: 'периоды: закрыто {closed}, открыт период {open}; зафиксированное при закрытии соответствует событиям до него',
  },
  credits: {
    en: 'credits: {sales} sales through Checkout; {credited} credited by the published rates, {paid} of it paid out',
    ru: 'начисления: продаж через Checkout {sales}; начислено по опубликованным ставкам {credited}, выплачено {paid}',
  },
  roots: {
    en: 'payouts: {calculated} periods calculated anew; {compared} proposed or accepted roots are equal to the calculation to the bit',
    ru: 'выплаты: заново рассчитано периодов {calculated}; предложенных или принятых корней, равных расчёту до бита: {compared}',
  },
  decisions: {
    en: 'decisions: {decided} made by somebody else than the proposer and not before the review ended; {pending} in review',
    ru: 'решения: {decided}; принимал не тот, кто предложил, и не раньше конца проверки; на проверке {pending}',
  },
  claims: {
    en: 'claims: {claims} by {members} members ({bank} by bank), each exactly what the root in force owed, by the route they chose',
    ru: 'получения: {claims}, партнёров {members} (через банк {bank}); каждое — ровно столько, сколько был должен корень, выбранным способом',
  },
  money: {
    en: 'money: paid {paid} ≤ owed {owed} ≤ the cap on sales; credits still due {credit}; the vault holds {balance}',
    ru: 'деньги: выплачено {paid} ≤ причитается {owed} ≤ предел от продаж; начислений к выдаче {credit}; в хранилище {balance}',
  },
  views: {
    en: 'storage: {asked} questions to the contracts answered as the events say',
    ru: 'хранилище контрактов: {asked} вопросов, ответы совпали с событиями',
  },
  files: {
    en: 'published files: {checked} equal to the calculation byte by byte',
    ru: 'опубликованные файлы: {checked}, совпали с расчётом побайтно',
  },
};

/** Why a check was not carried out. */
export const reasonTexts: Texts = {
  stoppedBefore: {
    en: 'not looked at, because of the disagreement above',
    ru: 'не проверялось из-за расхождения выше',
  },
  noFilesNamed: {
    en: 'published files: not looked at; name their site or folder with --files',
    ru: 'опубликованные файлы: не проверялись; укажите сайт или папку через --files',
  },
  filesUnreachable: {
    en: 'published files: not to be had for {missing}; {checked} checked',
    ru: 'опубликованные файлы: не получены для {missing}; проверено {checked}',
  },
};

export const faultTexts: Texts = {
  link: {
    en: '{field} is {actual}, the deployment file says {expected}',
    ru: '{field} = {actual}, в файле развёртывания {expected}',
  },
  eventMissing: {
    en: '{contract}: event {expected} is missing, event {actual} follows in block {block}. The node withholds it, or lost it: ask another node',
    ru: '{contract}: нет события {expected}, следующее — {actual} в блоке {block}. Узел его скрыл или потерял: спросите другой узел',
  },
  eventUnknown: {
    en: '{contract} wrote an event of an unknown kind ({signature}) in block {block}: another contract stands at this address',
    ru: '{contract} записал событие неизвестного вида ({signature}) в блоке {block}: по этому адресу другой контракт',
  },
  eventsWithheld: {
    en: '{contract} numbered {expected} events, the node gave {actual}. The last ones are withheld: ask another node',
    ru: '{contract} пронумеровал событий {expected}, узел отдал {actual}. Последние скрыты: спросите другой узел',
  },
  memberNumber: {
    en: 'member {memberId} registered where {expected} was next',
    ru: 'зарегистрирован партнёр {memberId}, а следующим был {expected}',
  },
  sponsorNumber: {
    en: 'member {memberId} has the sponsor {sponsorId}, who cannot stand above',
    ru: 'у партнёра {memberId} спонсор {sponsorId}, который не может стоять выше',
  },
  parentNumber: {
    en: 'member {memberId} has the placement parent {parentId}, who cannot stand above',
    ru: 'у партнёра {memberId} место под {parentId}, который не может стоять выше',
  },
  importLength: {
    en: 'the import from member {memberId} has {bytes} bytes for {count} members',
    ru: 'в переносе с партнёра {memberId} {bytes} байт на {count} партнёров',
  },
  previousWallet: {
    en: 'member {memberId} gave up the wallet {wallet}, which was not theirs',
    ru: 'партнёр {memberId} отказался от кошелька {wallet}, который не был его',
  },
  walletOfTwo: {
    en: 'the wallet {wallet} acts for member {memberId} and for {owner}',
    ru: 'кошелёк {wallet} действует за партнёра {memberId} и за {owner}',
  },
  walletGivenUp: {
    en: 'the wallet {wallet} acts for member {memberId}, though it was given up before',
    ru: 'кошелёк {wallet} действует за партнёра {memberId}, хотя от него раньше отказались',
  },
  saleWithoutOrder: {
    en: 'sale {seq} of period {period} does not begin with an order',
    ru: 'продажа {seq} периода {period} начинается не с заказа',
  },
  creditDiffers: {
    en: 'sale {seq} of period {period}: credit {place} is {actual}, the published rates give {expected}',
    ru: 'продажа {seq} периода {period}: начисление {place} — {actual}, по опубликованным ставкам {expected}',
  },
  creditWithoutSale: {
    en: 'batch {seq} of period {period} holds an instant credit, though no sale came with it',
    ru: 'в пакете {seq} периода {period} есть мгновенное начисление без продажи',
  },
  creditPaid: {
    en: 'member {memberId} was paid {actual} of credits, {expected} was due',
    ru: 'партнёру {memberId} выплачено начислений {actual}, причиталось {expected}',
  },
  saleBelowShare: {
    en: 'batch {seq} of period {period}: {actual} was paid for a sale of which the plan may pay out {expected}',
    ru: 'пакет {seq} периода {period}: за продажу заплачено {actual}, а план может выплатить с неё {expected}',
  },
  saleTwice: {
    en: 'sale {saleNumber} of member {memberId} was recorded twice',
    ru: 'продажа {saleNumber} партнёра {memberId} записана дважды',
  },
  saleTooOld: {
    en: 'sale {saleNumber} of member {memberId} was recorded too late: the highest was {highest}',
    ru: 'продажа {saleNumber} партнёра {memberId} записана слишком поздно: наибольшая {highest}',
  },
  bankUnwanted: {
    en: 'member {memberId} was paid by bank, though they chose the token',
    ru: 'партнёру {memberId} заплатили через банк, хотя выбран токен',
  },
  tokenUnwanted: {
    en: 'member {memberId} was paid by token, though they chose the bank',
    ru: 'партнёру {memberId} заплатили токеном, хотя выбран банк',
  },
  planVersion: {
    en: 'plan {version} was published where {expected} was next',
    ru: 'опубликован план {version}, а следующим был {expected}',
  },
  planHash: {
    en: 'plan {version}: the hash of its text is {actual}, the chain says {expected}',
    ru: 'план {version}: хеш текста {actual}, в сети {expected}',
  },
  planTooLate: {
    en: 'plan {version} governs period {firstPeriod}, but period {open} was open already',
    ru: 'план {version} управляет периодом {firstPeriod}, а уже был открыт период {open}',
  },
  planGoesBack: {
    en: 'plan {version} begins in period {firstPeriod}, before an earlier plan',
    ru: 'план {version} начинается с периода {firstPeriod}, раньше прежнего плана',
  },
  planUnreadable: { en: 'plan {version} cannot be understood: {reason}', ru: 'план {version} не разобрать: {reason}' },
  planCap: {
    en: 'plan {version}: the chain caps at {actual} ppm, the plan says {expected}',
    ru: 'план {version}: предел в сети {actual} ppm, в плане {expected}',
  },
  batchPeriod: {
    en: 'batch {seq} counts to period {period}, but {expected} was open',
    ru: 'пакет {seq} отнесён к периоду {period}, а открыт был {expected}',
  },
  batchFirstEntry: {
    en: 'batch {seq} begins at entry {actual}, {expected} was next',
    ru: 'пакет {seq} начинается с записи {actual}, а следующей была {expected}',
  },
  batchUnreadable: {
    en: 'batch {seq} of period {period} cannot be read: {reason}',
    ru: 'пакет {seq} периода {period} не прочесть: {reason}',
  },
  batchCount: {
    en: 'batch {seq} announces {actual} entries and holds {expected}',
    ru: 'пакет {seq} объявляет записей {actual}, а содержит {expected}',
  },
  runningHash: {
    en: 'batch {seq}: running hash {actual}, calculated {expected}',
    ru: 'пакет {seq}: цепочка хешей {actual}, по расчёту {expected}',
  },
  batchRoot: {
    en: 'batch {seq}: root {actual}, calculated {expected}',
    ru: 'пакет {seq}: корень {actual}, по расчёту {expected}',
  },
  periodWithoutPlan: { en: 'period {period} was closed without a plan', ru: 'период {period} закрыт без плана' },
  periodField: {
    en: 'period {period}: {field} was frozen as {actual}, the events before it give {expected}',
    ru: 'период {period}: {field} зафиксировано как {actual}, по событиям — {expected}',
  },
  rootOfOpenPeriod: {
    en: 'a root was proposed for period {period}, which is not closed',
    ru: 'предложен корень для незакрытого периода {period}',
  },
  rootField: {
    en: 'period {period}, {state} root: {field} is {actual}, calculated {expected}',
    ru: 'период {period}, корень ({state}): {field} = {actual}, по расчёту {expected}',
  },
  cannotCalculate: { en: 'the periods cannot be calculated: {reason}', ru: 'периоды не рассчитать: {reason}' },
  decisionOnNothing: {
    en: 'a decision on the root {root} of period {period}, which was not in review',
    ru: 'решение о корне {root} периода {period}, которого не было на проверке',
  },
  samePerson: {
    en: 'period {period} was proposed and accepted by {account}',
    ru: 'период {period} предложил и принял {account}',
  },
  windowCut: {
    en: 'period {period} was accepted at {at}, the review ended at {until}',
    ru: 'период {period} принят в {at}, проверка длилась до {until}',
  },
  totalChanged: {
    en: 'period {period}: accepted with the total {actual}, proposed with {expected}',
    ru: 'период {period}: принят с итогом {actual}, предложен с {expected}',
  },
  claimNotOwed: {
    en: 'member {memberId} claimed up to {actual}, the root in force owed {expected}',
    ru: 'партнёр {memberId} получил до {actual}, действовавший корень был должен {expected}',
  },
  claimAmount: {
    en: 'member {memberId} was paid {actual}, the difference is {expected}',
    ru: 'партнёру {memberId} выплачено {actual}, разница {expected}',
  },
  claimWallet: {
    en: 'the claim of member {memberId} went to {wallet}, which was not their wallet',
    ru: 'выплата партнёра {memberId} ушла на {wallet} — не его кошелёк',
  },
  paidOverOwed: { en: 'paid {actual}, owed only {expected}', ru: 'выплачено {actual}, причиталось только {expected}' },
  notFunded: { en: 'the vault holds {actual}, it still owes {expected}', ru: 'в хранилище {actual}, оно ещё должно {expected}' },
  moneyGone: {
    en: 'the vault holds {actual}, by its events it should hold at least {expected}',
    ru: 'в хранилище {actual}, по событиям должно быть не меньше {expected}',
  },
  overBudget: {
    en: 'period {period}: {actual} accepted, the cap on sales allows {expected}',
    ru: 'период {period}: принято {actual}, предел от продаж {expected}',
  },
  totalFell: {
    en: 'period {period}: the total fell to {actual} from {expected}',
    ru: 'период {period}: итог упал до {actual} с {expected}',
  },
  view: { en: '{view} answers {actual}, the events say {expected}', ru: '{view} отвечает {actual}, по событиям {expected}' },
  fileMissing: {
    en: 'file of period {period} is not published, though the chain holds its hash: {reason}',
    ru: 'файл периода {period} не опубликован, хотя его хеш есть в сети: {reason}',
  },
  fileFault: { en: 'file of period {period}: {en} [{code}]', ru: 'файл периода {period}: {ru} [{code}]' },
  fileByte: {
    en: 'file of period {period}: the first wrong byte is number {offset}: {actual} instead of {expected}',
    ru: 'файл периода {period}: первый неверный байт — номер {offset}: {actual} вместо {expected}',
  },
  anomaly: {
    en: 'period {period}, entry {entry} (order {orderRef}, member {memberId}) pays nothing: {reason}',
    ru: 'период {period}, запись {entry} (заказ {orderRef}, партнёр {memberId}) ничего не даёт: {reason}',
  },
  rootRejected: {
    en: 'period {period}: the root {root} was proposed and rejected',
    ru: 'период {period}: корень {root} был предложен и отклонён',
  },
};

/** What no chain can prove. */
export const notProvedTexts: Texts = {
  salesAreReal: {
    en: 'that the orders were real: that goods went to buyers who wanted them, at the prices and points of the price list',
    ru: 'что заказы настоящие: что товар получили покупатели, которым он нужен, по ценам и баллам прайс-листа',
  },
  whoIsWho: {
    en: 'that the names on the screens belong to the members with these numbers',
    ru: 'что имена на экранах принадлежат партнёрам с этими номерами',
  },
  sameCode: {
    en: 'that the code of the contracts is the published source: compile it and compare the bytes',
    ru: 'что код контрактов — опубликованный исходный текст: соберите его и сравните байты',
  },
  sameChain: {
    en: 'that this node shows the same chain as everybody sees: repeat the audit with a node of your own',
    ru: 'что узел показывает ту же сеть, которую видят все: повторите аудит со своим узлом',
  },
  outsidePay: { en: 'what was paid or promised outside the contracts', ru: 'что было выплачено или обещано помимо контрактов' },
};

/** The words around the report and of the commands. */
export const phraseTexts: Texts = {
  asOf: { en: 'Chain {chainId}, vault {vault}, block {block}', ru: 'Сеть {chainId}, хранилище {vault}, блок {block}' },
  limits: { en: 'Not proved by any chain', ru: 'Чего не доказать ни по какой сети' },
  looked: { en: 'Looked at', ru: 'Проверено' },
  notes: { en: 'Worth knowing', ru: 'К сведению' },
  agrees: { en: 'VERDICT: everything that was looked at agrees.', ru: 'ВЫВОД: всё проверенное сходится.' },
  disagrees: { en: 'VERDICT: DISAGREES in {count} place(s); see ✗ above.', ru: 'ВЫВОД: РАСХОЖДЕНИЙ: {count}; см. ✗ выше.' },
  reportHash: { en: 'Report hash {hash}', ru: 'Хеш отчёта {hash}' },
  proved: {
    en: 'PROVED on the chain: member {upline} is an upline of member {member}, {steps} step(s) above.',
    ru: 'ДОКАЗАНО сетью: партнёр {upline} — вышестоящий партнёра {member}, выше на {steps}.',
  },
  notUpline: {
    en: 'NOT an upline: member {upline} does not stand above member {member}.',
    ru: 'НЕ вышестоящий: партнёр {upline} не стоит над партнёром {member}.',
  },
  path: { en: 'Path to the company: {path}', ru: 'Путь до компании: {path}' },
  explained: {
    en: 'Member {member}, period {period}, plan {plan}: earned in all {cumulative}; this period {credited}',
    ru: 'Партнёр {member}, период {period}, план {plan}: всего заработано {cumulative}; за этот период {credited}',
  },
  noLines: {
    en: 'There are no lines: nothing was earned and nothing was taken back.',
    ru: 'Строк нет: ничего не начислено и ничего не возвращено.',
  },
  line: {
    en: '{bonus}, level {level}: {base} × {rate} % of order {order} by member {source} → {amount}',
    ru: '{bonus}, уровень {level}: {base} × {rate} % с заказа {order} партнёра {source} → {amount}',
  },
  reversal: { en: ' (takes back order of period {period})', ru: ' (возврат заказа периода {period})' },
  net: {
    en: 'Sum of the lines {net}; debt before {debtBefore}, after {debt}',
    ru: 'Сумма строк {net}; долг до {debtBefore}, после {debt}',
  },
  matches: { en: 'Equal to the leaf of the root {root} ({state}).', ru: 'Равно листу корня {root} ({state}).' },
  differs: {
    en: '✗ The root {root} ({state}) differs from this calculation: run the audit.',
    ru: '✗ Корень {root} ({state}) отличается от этого расчёта: выполните audit.',
  },
  noRoot: { en: 'No root is proposed for this period yet.', ru: 'Корень для этого периода ещё не предложен.' },
};

/** The words of `id`, filled in. A missing text shows as its id: never hides a finding. */
export function words(
  texts: Texts,
  id: string,
  parameters: Readonly<Record<string, string | number | bigint>>,
  locale: Locale,
): string {
  const template = texts[id]?.[locale] ?? `${id} ${JSON.stringify(parameters)}`;
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => (name in parameters ? String(parameters[name]) : whole));
}
