import { defineErrors } from './define.ts';

/** What the Genealogy contract refuses, under its own names. */
export const genealogyContractErrors = defineErrors({
  'GENEALOGY.NO_MEMBER': {
    status: 403,
    retryable: false,
    en: { message: 'The wallet {wallet} acts for no member.', cure: 'Join by an invitation, or use the wallet of your place.' },
    ru: {
      message: 'Кошелёк {wallet} не действует ни за кого.',
      cure: 'Вступите по приглашению или возьмите кошелёк своего места.',
    },
  },
  'GENEALOGY.WALLET_TAKEN': {
    status: 409,
    retryable: false,
    en: {
      message: 'The wallet {wallet} already acts for member {memberId}.',
      cure: 'Use another wallet, or sign in with this one.',
    },
    ru: {
      message: 'Кошелёк {wallet} уже действует за партнёра {memberId}.',
      cure: 'Возьмите другой кошелёк или войдите с этим.',
    },
  },
  'GENEALOGY.WALLET_ALREADY_BOUND': {
    status: 409,
    retryable: false,
    en: { message: 'Member {memberId} has a wallet already.', cure: 'Only that wallet can name another one.' },
    ru: { message: 'У партнёра {memberId} уже есть кошелёк.', cure: 'Сменить его может только сам этот кошелёк.' },
  },
  'GENEALOGY.NOT_REGISTRAR': {
    status: 403,
    retryable: false,
    en: { message: '{caller} may not admit members.', cure: 'Members join through the Enrollment contract in force.' },
    ru: { message: '{caller} не может принимать партнёров.', cure: 'Партнёры вступают через действующий контракт Enrollment.' },
  },
  'GENEALOGY.NOT_VAULT': {
    status: 403,
    retryable: false,
    en: { message: '{caller} is not the payout vault.', cure: 'Only the vault notes payments.' },
    ru: { message: '{caller} — не хранилище выплат.', cure: 'Выплаты отмечает только хранилище.' },
  },
  'GENEALOGY.UNEXPECTED_MEMBER_ID': {
    status: 409,
    retryable: true,
    en: {
      message: 'The next free number is {actual}, not {expected}: somebody joined meanwhile.',
      cure: 'Read the number again and repeat.',
    },
    ru: {
      message: 'Следующий свободный номер {actual}, а не {expected}: кто-то вступил раньше.',
      cure: 'Прочитайте номер снова и повторите.',
    },
  },
  'GENEALOGY.BAD_IMPORT': {
    status: 400,
    retryable: false,
    en: { message: 'The packed list of members has a wrong length: {length} bytes.', cure: 'Pack whole entries, at least one.' },
    ru: { message: 'Упакованный список партнёров неверной длины: {length} байт.', cure: 'Упакуйте целые записи, хотя бы одну.' },
  },
  'GENEALOGY.PLACEMENT_UNUSED': {
    status: 400,
    retryable: false,
    en: {
      message: 'This network keeps no placement tree, so parent {parentId} and leg {leg} must be 0.',
      cure: 'Send 0 for both.',
    },
    ru: {
      message: 'В этой сети нет дерева мест, поэтому место {parentId} и ветка {leg} должны быть 0.',
      cure: 'Передайте 0 в обоих полях.',
    },
  },
  'GENEALOGY.BAD_LEG': {
    status: 400,
    retryable: false,
    en: { message: 'Leg {leg} does not exist: the placement tree has {width} legs.', cure: 'Choose a leg from 0.' },
    ru: { message: 'Ветки {leg} нет: в дереве мест их {width}.', cure: 'Выберите ветку, считая с 0.' },
  },
  'GENEALOGY.LEG_TAKEN': {
    status: 409,
    retryable: false,
    en: { message: 'Leg {leg} under member {parentId} is taken.', cure: 'Choose another place.' },
    ru: { message: 'Ветка {leg} под партнёром {parentId} занята.', cure: 'Выберите другое место.' },
  },
  'GENEALOGY.PARENT_OUTSIDE_SUBTREE': {
    status: 409,
    retryable: false,
    en: {
      message: 'The place under {parentId} does not lie in the structure of sponsor {sponsorId}.',
      cure: 'Choose a place below the sponsor.',
    },
    ru: { message: 'Место под {parentId} не входит в структуру спонсора {sponsorId}.', cure: 'Выберите место ниже спонсора.' },
  },
  'GENEALOGY.BAD_DEPTH': {
    status: 400,
    retryable: false,
    en: { message: 'Depth {depth} lies below the member, who stands at {memberDepth}.', cure: 'Ask for a smaller depth.' },
    ru: { message: 'Глубина {depth} ниже партнёра, он стоит на {memberDepth}.', cure: 'Запросите меньшую глубину.' },
  },
  'GENEALOGY.BAD_WALLET_SIGNATURE': {
    status: 400,
    retryable: false,
    en: { message: 'The signature of the wallet {wallet} does not fit.', cure: 'Sign again with that wallet.' },
    ru: { message: 'Подпись кошелька {wallet} не подходит.', cure: 'Подпишите снова этим кошельком.' },
  },
  'GENEALOGY.SIGNATURE_EXPIRED': {
    status: 409,
    retryable: false,
    en: { message: 'The signature was valid until {deadline}.', cure: 'Sign again.' },
    ru: { message: 'Подпись действовала до {deadline}.', cure: 'Подпишите заново.' },
  },
  'GENEALOGY.ZERO_WALLET': {
    status: 400,
    retryable: false,
    en: { message: 'The zero address cannot act for anybody.', cure: 'Give a real wallet.' },
    ru: { message: 'Нулевой адрес не может ни за кого действовать.', cure: 'Укажите настоящий кошелёк.' },
  },
  'GENEALOGY.FULL': {
    status: 409,
    retryable: false,
    en: { message: 'Numbers or depth of the network are used up.', cure: 'Tell the operator: a new deployment is needed.' },
    ru: { message: 'Номера или глубина сети исчерпаны.', cure: 'Сообщите оператору: нужно новое развёртывание.' },
  },
  'GENEALOGY.BAD_WIDTH': {
    status: 400,
    retryable: false,
    en: { message: 'A placement tree cannot have the width {width}.', cure: 'Deploy with a width that the contract allows.' },
    ru: { message: 'Дерево мест не может иметь ширину {width}.', cure: 'Разверните с допустимой шириной.' },
  },
});

/** What the Enrollment contract refuses, under its own names. */
export const enrollmentContractErrors = defineErrors({
  'ENROLLMENT.INVITATION_FOR_OTHER_CHAIN': {
    status: 409,
    retryable: false,
    en: { message: 'The invitation was made for chain {chainId}.', cure: 'Ask for an invitation into this network.' },
    ru: { message: 'Приглашение выписано для сети {chainId}.', cure: 'Попросите приглашение в эту сеть.' },
  },
  'ENROLLMENT.INVITATION_FOR_OTHER_GATEWAY': {
    status: 409,
    retryable: false,
    en: { message: 'The invitation was made for another gateway: {gateway}.', cure: 'Ask for a new invitation.' },
    ru: { message: 'Приглашение выписано для другого входа: {gateway}.', cure: 'Попросите новое приглашение.' },
  },
  'ENROLLMENT.INVITATION_EXPIRED': {
    status: 409,
    retryable: false,
    en: { message: 'The invitation was valid until {deadline}.', cure: 'Ask your sponsor for a new one.' },
    ru: { message: 'Приглашение действовало до {deadline}.', cure: 'Попросите у спонсора новое.' },
  },
  'ENROLLMENT.INVITATION_REVOKED': {
    status: 409,
    retryable: false,
    en: { message: 'The invitation {invitation} was taken back.', cure: 'Ask your sponsor for a new one.' },
    ru: { message: 'Приглашение {invitation} отозвано.', cure: 'Попросите у спонсора новое.' },
  },
  'ENROLLMENT.INVITATION_USED_UP': {
    status: 409,
    retryable: false,
    en: { message: 'The invitation {invitation} was used {uses} times, which is all.', cure: 'Ask your sponsor for a new one.' },
    ru: { message: 'Приглашение {invitation} использовано {uses} раз, больше нельзя.', cure: 'Попросите у спонсора новое.' },
  },
  'ENROLLMENT.INVITATION_FOR_OTHER_INVITEE': {
    status: 403,
    retryable: false,
    en: {
      message: 'The invitation is for the wallet {invitee}.',
      cure: 'Join with that wallet, or ask for your own invitation.',
    },
    ru: {
      message: 'Приглашение выписано на кошелёк {invitee}.',
      cure: 'Вступите с этим кошельком или попросите своё приглашение.',
    },
  },
  'ENROLLMENT.BAD_INVITATION_SIGNATURE': {
    status: 400,
    retryable: false,
    en: { message: 'The signature of {signer} under the invitation does not fit.', cure: 'Ask for a new invitation.' },
    ru: { message: 'Подпись {signer} под приглашением не подходит.', cure: 'Попросите новое приглашение.' },
  },
  'ENROLLMENT.SPONSOR_MISMATCH': {
    status: 409,
    retryable: false,
    en: {
      message: 'The invitation is from sponsor {invited}, the consent names {consented}.',
      cure: 'Open the invitation again and sign what it shows.',
    },
    ru: {
      message: 'Приглашение от спонсора {invited}, а в согласии назван {consented}.',
      cure: 'Откройте приглашение снова и подпишите то, что показано.',
    },
  },
  'ENROLLMENT.CONSENT_EXPIRED': {
    status: 409,
    retryable: false,
    en: { message: 'The consent was valid until {deadline}.', cure: 'Sign the consent again.' },
    ru: { message: 'Согласие действовало до {deadline}.', cure: 'Подпишите согласие заново.' },
  },
  'ENROLLMENT.BAD_CONSENT_SIGNATURE': {
    status: 400,
    retryable: false,
    en: { message: 'The signature of {wallet} under the consent does not fit.', cure: 'Sign again with the wallet that joins.' },
    ru: { message: 'Подпись {wallet} под согласием не подходит.', cure: 'Подпишите снова кошельком, который вступает.' },
  },
  'ENROLLMENT.DAILY_CAP_REACHED': {
    status: 429,
    retryable: true,
    en: {
      message: 'The company has admitted as many as it may in a day: {cap}.',
      cure: 'Join by the invitation of a partner, or come back tomorrow (UTC).',
    },
    ru: {
      message: 'Компания приняла столько, сколько может за день: {cap}.',
      cure: 'Вступите по приглашению партнёра или вернитесь завтра (UTC).',
    },
  },
  'ENROLLMENT.NOT_INVITER': {
    status: 403,
    retryable: false,
    en: { message: '{caller} may not invite under this sponsor.', cure: 'Invite with the wallet of the sponsor.' },
    ru: { message: '{caller} не может приглашать под этого спонсора.', cure: 'Приглашайте с кошелька спонсора.' },
  },
});
