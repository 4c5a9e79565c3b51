import { defineErrors } from './define.ts';

/** Invitations, joining and the tree of members. */
export const genealogyErrors = defineErrors({
  'GENEALOGY.UNKNOWN_MEMBER': {
    status: 404,
    retryable: false,
    en: { message: 'There is no member {memberId}.', cure: 'Check the number; a newcomer appears a few seconds after joining.' },
    ru: {
      message: 'Партнёра {memberId} нет.',
      cure: 'Проверьте номер; новый партнёр появляется через несколько секунд после вступления.',
    },
  },
  'INVITATION.UNKNOWN': {
    status: 404,
    retryable: false,
    en: { message: 'There is no invitation {code}.', cure: 'Ask the person who invited you for the link again.' },
    ru: { message: 'Приглашения {code} нет.', cure: 'Попросите пригласившего прислать ссылку ещё раз.' },
  },
  'INVITATION.EXPIRED': {
    status: 409,
    retryable: false,
    en: { message: 'The invitation was valid until {deadline}.', cure: 'Ask the person who invited you for a new one.' },
    ru: { message: 'Приглашение действовало до {deadline}.', cure: 'Попросите у пригласившего новое.' },
  },
  'INVITATION.USED_UP': {
    status: 409,
    retryable: false,
    en: {
      message: 'The invitation has been used {uses} times, as often as it allowed.',
      cure: 'Ask the person who invited you for a new one.',
    },
    ru: { message: 'Приглашение использовано {uses} раз, больше оно не действует.', cure: 'Попросите у пригласившего новое.' },
  },
  'INVITATION.REVOKED': {
    status: 409,
    retryable: false,
    en: { message: 'The invitation was taken back by its sender.', cure: 'Ask the person who invited you for a new one.' },
    ru: { message: 'Приглашение отозвано отправителем.', cure: 'Попросите у пригласившего новое.' },
  },
  'INVITATION.ALTERED': {
    status: 400,
    retryable: false,
    en: {
      message: 'The signature does not fit the invitation: it was changed after it was signed, or signed by another wallet.',
      cure: 'Sign the invitation again with the wallet of the sponsor.',
    },
    ru: {
      message: 'Подпись не подходит к приглашению: его изменили после подписания или подписал другой кошелёк.',
      cure: 'Подпишите приглашение ещё раз кошельком спонсора.',
    },
  },
  'INVITATION.OTHER_DEPLOYMENT': {
    status: 400,
    retryable: false,
    en: {
      message: 'The invitation was made for another network or another enrolment contract.',
      cure: 'Sign it anew for chain {chainId} and contract {gateway}.',
    },
    ru: {
      message: 'Приглашение сделано для другой сети или другого контракта вступления.',
      cure: 'Подпишите его заново для сети {chainId} и контракта {gateway}.',
    },
  },
  'INVITATION.OTHER_INVITEE': {
    status: 403,
    retryable: false,
    en: {
      message: 'The invitation names another wallet.',
      cure: 'Join with the wallet {invitee}, or ask for your own invitation.',
    },
    ru: {
      message: 'Приглашение выписано на другой кошелёк.',
      cure: 'Вступите с кошельком {invitee} или попросите своё приглашение.',
    },
  },
  'INVITATION.NOT_SPONSOR': {
    status: 403,
    retryable: false,
    en: {
      message: 'The wallet {inviter} may not invite for member {sponsorId}.',
      cure: 'Sign with the wallet of that member, or as an inviter of the company.',
    },
    ru: {
      message: 'Кошелёк {inviter} не может приглашать от партнёра {sponsorId}.',
      cure: 'Подпишите кошельком этого партнёра или уполномоченным компании.',
    },
  },
  'JOIN.SPONSOR_MISMATCH': {
    status: 400,
    retryable: false,
    en: {
      message: 'The consent names sponsor {consented}, the invitation names {invited}.',
      cure: 'Open the invitation link again and sign what it shows.',
    },
    ru: {
      message: 'В согласии спонсор {consented}, а в приглашении {invited}.',
      cure: 'Откройте ссылку приглашения ещё раз и подпишите то, что она показывает.',
    },
  },
  'JOIN.PLACEMENT_UNUSED': {
    status: 400,
    retryable: false,
    en: {
      message: 'This company keeps no placement tree, so parent and leg must be zero.',
      cure: 'Open the invitation link again and sign what it shows.',
    },
    ru: {
      message: 'В этой компании нет дерева размещения, поэтому место и ветка должны быть нулевыми.',
      cure: 'Откройте ссылку приглашения ещё раз и подпишите то, что она показывает.',
    },
  },
  'JOIN.TERMS_UNKNOWN': {
    status: 409,
    retryable: false,
    en: {
      message: 'The consent was given to terms that are not in force.',
      cure: 'Open the invitation link again, read the terms and sign them.',
    },
    ru: {
      message: 'Согласие дано на условия, которые не действуют.',
      cure: 'Откройте ссылку ещё раз, прочитайте условия и подпишите.',
    },
  },
  'JOIN.CONSENT_EXPIRED': {
    status: 409,
    retryable: false,
    en: { message: 'The consent was valid until {deadline}.', cure: 'Open the invitation link again and sign anew.' },
    ru: { message: 'Согласие действовало до {deadline}.', cure: 'Откройте ссылку ещё раз и подпишите заново.' },
  },
  'JOIN.CONSENT_ALTERED': {
    status: 400,
    retryable: false,
    en: { message: 'The signature does not fit the consent.', cure: 'Sign again with the wallet that will act for you.' },
    ru: { message: 'Подпись не подходит к согласию.', cure: 'Подпишите ещё раз кошельком, которым будете пользоваться.' },
  },
  'JOIN.WALLET_TAKEN': {
    status: 409,
    retryable: false,
    en: { message: 'The wallet already acts for member {memberId}.', cure: 'Sign in with it; nobody needs to join twice.' },
    ru: { message: 'Кошелёк уже принадлежит партнёру {memberId}.', cure: 'Войдите с ним; вступать второй раз не нужно.' },
  },
  'JOIN.PENDING': {
    status: 409,
    retryable: true,
    en: {
      message: 'This wallet is already joining; the first request is still under way.',
      cure: 'Wait a few seconds and look at the first request.',
    },
    ru: {
      message: 'Этот кошелёк уже вступает, первый запрос ещё выполняется.',
      cure: 'Подождите несколько секунд и посмотрите первый запрос.',
    },
  },
  'JOIN.UNKNOWN': {
    status: 404,
    retryable: false,
    en: { message: 'There is no such request to join.', cure: 'Open the invitation link again.' },
    ru: { message: 'Такого запроса на вступление нет.', cure: 'Откройте ссылку приглашения ещё раз.' },
  },
  'JOIN.DAILY_CAP': {
    status: 429,
    retryable: true,
    en: {
      message: 'The company has carried as many joins today as it allows: {limit}.',
      cure: 'Try again tomorrow, or send the transaction from your own wallet.',
    },
    ru: {
      message: 'Компания уже оплатила {limit} вступлений за сутки — больше сегодня не может.',
      cure: 'Повторите завтра или отправьте транзакцию со своего кошелька.',
    },
  },
  'JOIN.TOO_MANY': {
    status: 429,
    retryable: true,
    en: {
      message: 'The company has carried as many joins of this sponsor today as it allows: {limit}.',
      cure: 'Try again tomorrow, or send the transaction from your own wallet.',
    },
    ru: {
      message: 'Компания уже оплатила {limit} вступлений у этого спонсора за сутки.',
      cure: 'Повторите завтра или отправьте транзакцию со своего кошелька.',
    },
  },
});
