import { defineErrors } from './define.ts';

/** Faults between us and the chain, and of the mirror that follows it. */
export const chainErrors = defineErrors({
  'CHAIN.DEPLOYMENT_UNREADABLE': {
    status: 500,
    retryable: false,
    en: {
      message: 'The deployment file {file} cannot be used: {reason}.',
      cure: 'Deploy the contracts, or point DEPLOYMENT_FILE at the right file.',
    },
    ru: {
      message: 'Файл развёртывания {file} непригоден: {reason}.',
      cure: 'Разверните контракты или укажите верный файл в DEPLOYMENT_FILE.',
    },
  },
  'CHAIN.UNREACHABLE': {
    status: 503,
    retryable: true,
    en: {
      message: 'No node of the chain answers: {reason}.',
      cure: 'Check RPC_URLS and that the node runs; the work goes on by itself when it answers.',
    },
    ru: {
      message: 'Ни один узел сети не отвечает: {reason}.',
      cure: 'Проверьте RPC_URLS и работу узла; когда он ответит, всё продолжится само.',
    },
  },
  'CHAIN.WRONG_CHAIN': {
    status: 500,
    retryable: false,
    en: {
      message: 'The node serves chain {actual}, but the deployment is on chain {expected}.',
      cure: 'Correct RPC_URLS, or use the deployment file of chain {actual}.',
    },
    ru: {
      message: 'Узел обслуживает сеть {actual}, а контракты развёрнуты в сети {expected}.',
      cure: 'Исправьте RPC_URLS или укажите файл развёртывания сети {actual}.',
    },
  },
  'CHAIN.NO_CODE': {
    status: 500,
    retryable: false,
    en: {
      message: 'There is no contract at {address}, where {contract} should be.',
      cure: 'The deployment file belongs to another network, or the local chain was reset: deploy again.',
    },
    ru: {
      message: 'По адресу {address} нет контракта, хотя там должен быть {contract}.',
      cure: 'Файл развёртывания от другой сети или локальная сеть сброшена: разверните контракты заново.',
    },
  },
  'CHAIN.OTHER_GENESIS': {
    status: 500,
    retryable: false,
    en: {
      message: 'The database mirrors another deployment or another chain: {detail}.',
      cure: 'Use the database of this chain, or empty it (npm start -- --reset) and let it be rebuilt.',
    },
    ru: {
      message: 'База данных отражает другое развёртывание или другую сеть: {detail}.',
      cure: 'Возьмите базу этой сети или очистите её (npm start -- --reset): она построится заново.',
    },
  },
  'CHAIN.KEY_MISSING': {
    status: 500,
    retryable: false,
    en: {
      message: 'This process has no key for the role {role}.',
      cure: 'Set the key in the environment of the process that sends transactions.',
    },
    ru: {
      message: 'У процесса нет ключа для роли {role}.',
      cure: 'Задайте ключ в окружении процесса, который отправляет транзакции.',
    },
  },
  'CHAIN.OPERATION_CONFLICT': {
    status: 409,
    retryable: false,
    en: {
      message: 'The operation {key} exists already with other content.',
      cure: 'Use a new key for a new wish; the first one keeps its meaning.',
    },
    ru: {
      message: 'Операция {key} уже есть с другим содержимым.',
      cure: 'Для нового действия нужен новый ключ; прежний сохраняет смысл.',
    },
  },
  'CHAIN.NOT_ALLOWED': {
    status: 403,
    retryable: false,
    en: {
      message: 'The contracts do not let this account do that.',
      cure: 'Use an account that holds the role, or let the administrator of the contracts grant it.',
    },
    ru: {
      message: 'Контракты не разрешают этому счёту такое действие.',
      cure: 'Возьмите счёт с нужной ролью или попросите администратора контрактов её выдать.',
    },
  },
  'CHAIN.REVERTED': {
    status: 409,
    retryable: false,
    en: {
      message: 'The contract refused the transaction: {reason}.',
      cure: 'Check the reason, correct the cause and try again.',
    },
    ru: { message: 'Контракт отклонил транзакцию: {reason}.', cure: 'Проверьте причину, устраните её и повторите.' },
  },
  'CHAIN.OUT_OF_FUNDS': {
    status: 503,
    retryable: true,
    en: {
      message: 'The account {account} has too little coin to pay the fee.',
      cure: 'The operator must top up {account}; the operation goes on by itself.',
    },
    ru: {
      message: 'На счёте {account} не хватает монет на комиссию сети.',
      cure: 'Оператору нужно пополнить {account}; операция продолжится сама.',
    },
  },
  'CHAIN.NONCE_TAKEN': {
    status: 409,
    retryable: false,
    en: {
      message: 'Another transaction of {account} took the number {nonce}.',
      cure: 'Let only one installation sign with this key, then repeat the action.',
    },
    ru: {
      message: 'Номер {nonce} занят другой транзакцией счёта {account}.',
      cure: 'Пусть этим ключом подписывает только одна установка; затем повторите действие.',
    },
  },
  'MIRROR.ANOTHER_WRITER': {
    status: 500,
    retryable: false,
    en: {
      message: 'Another indexer already writes this database.',
      cure: 'Stop the other one, or give this one its own database.',
    },
    ru: { message: 'Эту базу уже заполняет другой индексатор.', cure: 'Остановите его или дайте этому отдельную базу.' },
  },
  'MIRROR.HOLE': {
    status: 503,
    retryable: true,
    en: {
      message: 'The node left out events of {contract}: number {expected} is missing, {actual} came.',
      cure: 'Add another node to RPC_URLS; the mirror goes on when the missing event arrives.',
    },
    ru: {
      message: 'Узел пропустил события {contract}: нет номера {expected}, пришёл {actual}.',
      cure: 'Добавьте в RPC_URLS другой узел; зеркало продолжит, когда событие придёт.',
    },
  },
  'MIRROR.BAD_ANSWER': {
    status: 503,
    retryable: true,
    en: {
      message: 'The node gave an answer that contradicts itself at block {block}: {reason}.',
      cure: 'Add another node to RPC_URLS; nothing of the answer was used.',
    },
    ru: {
      message: 'Ответ узла о блоке {block} противоречив: {reason}.',
      cure: 'Добавьте в RPC_URLS другой узел; из ответа ничего не взято.',
    },
  },
  'MIRROR.BEYOND_FINALITY': {
    status: 503,
    retryable: false,
    en: {
      message: 'The chain replaced block {block}, which was final already.',
      cure: 'Nothing was rewritten. Check the node; if the chain really changed, stop the indexer, run npx upline mirror rebuild and start again.',
    },
    ru: {
      message: 'Сеть заменила блок {block}, который уже был окончательным.',
      cure: 'Ничего не переписано. Проверьте узел; если сеть и правда изменилась, остановите индексатор, выполните npx upline mirror rebuild и запустите снова.',
    },
  },
  'MIRROR.BROKEN_FACT': {
    status: 500,
    retryable: false,
    en: {
      message: 'The event {event} at block {block} breaks a rule of the protocol: {reason}.',
      cure: 'Compare with the contract by npx upline mirror verify and report it; do not pay from this mirror.',
    },
    ru: {
      message: 'Событие {event} в блоке {block} нарушает правило протокола: {reason}.',
      cure: 'Сверьте с контрактом командой npx upline mirror verify и сообщите; не платите по этому зеркалу.',
    },
  },
  'MIRROR.INTERRUPTED': {
    status: 503,
    retryable: true,
    en: {
      message: 'The mirror is interrupted: {reason}.',
      cure: 'Check that the database answers; the mirror goes on by itself when it does.',
    },
    ru: { message: 'Зеркало прервано: {reason}.', cure: 'Проверьте, что база данных отвечает; зеркало продолжит само.' },
  },
  'MIRROR.EMPTY': {
    status: 503,
    retryable: true,
    en: { message: 'The mirror of the chain is still empty.', cure: 'Wait until the indexer has read the chain.' },
    ru: { message: 'Зеркало сети ещё пусто.', cure: 'Подождите, пока индексатор прочитает сеть.' },
  },
});
