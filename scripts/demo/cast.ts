import { type DemoPartner } from './network.ts';
import { type Language } from './people.ts';

/** Where a person's key comes from: one of the local chain's accounts, or a path of its own. */
export type KeyPath = `m/44'/60'/${0 | 1 | 2}'/0/${number}`;

export type CastKey =
  'leader' | 'mid' | 'receiver' | 'newcomer' | 'guest' | 'administrator' | 'approver' | 'guardian' | 'auditor' | 'operator';

/** Somebody whom a visitor can play. */
export interface CastMember {
  readonly key: CastKey;
  readonly role: 'partner' | 'newcomer' | 'administrator' | 'approver' | 'guardian' | 'auditor' | 'operator';
  readonly name: string;
  readonly language: Language;
  readonly memberId?: number;
  readonly keyPath: KeyPath;
  readonly whatToTry: { readonly en: string; readonly ru: string };
}

/** Positions (order of joining) of the partners whom a visitor can play. */
export const castPositions = { leader: 0, receiver: 5, mid: 13, newcomer: 56 } as const;

/** Members who buy and sell each month, so that the people of the cast have something to show. */
export const steadyPositions = [0, 1, 2, castPositions.receiver, castPositions.mid, 22, castPositions.newcomer] as const;

export const partnerKeyPath = (memberId: number): KeyPath => `m/44'/60'/1'/0/${memberId}`;
const staffKeyPath = (account: number): KeyPath => `m/44'/60'/0'/0/${account}`;
const GUEST_KEY: KeyPath = "m/44'/60'/2'/0/0";

const whatToTry: Readonly<Record<CastKey, CastMember['whatToTry']>> = {
  leader: {
    en: 'Open the team of a big branch, look why each sum was paid, and invite somebody by a link.',
    ru: 'Откройте структуру большой ветки, посмотрите, за что начислена каждая сумма, и пригласите человека по ссылке.',
  },
  mid: {
    en: 'See a team of a few levels, the refund that was set off, and place an order.',
    ru: 'Посмотрите структуру в несколько уровней, учтённый возврат и сделайте заказ.',
  },
  receiver: {
    en: 'Money waits: receive it; the company pays the network fee.',
    ru: 'Деньги ждут: получите их, комиссию сети платит компания.',
  },
  newcomer: {
    en: 'Joined this month: see the first order and where the sponsor stands; prove the upline from the chain.',
    ru: 'Новый партнёр этого месяца: посмотрите первый заказ и спонсора, проверьте вышестоящих по блокчейну.',
  },
  guest: {
    en: 'Not a partner yet: open the invitation {link} and join.',
    ru: 'Ещё не партнёр: откройте приглашение {link} и вступите.',
  },
  administrator: {
    en: 'Prepare the month close, publish the payouts of period 3 after period 2 was accepted, refund an order.',
    ru: 'Подготовьте закрытие месяца, опубликуйте выплаты периода 3 после принятия периода 2, оформите возврат.',
  },
  approver: {
    en: 'Approve a month close as the second person; accept the payouts of period 2 when their review ends.',
    ru: 'Подтвердите закрытие месяца вторым лицом; примите выплаты периода 2, когда кончится срок проверки.',
  },
  guardian: {
    en: 'Reject the payouts that are in review, with a reason.',
    ru: 'Отклоните выплаты, которые на проверке, и назовите причину.',
  },
  auditor: {
    en: 'Look at every period, download the published file and compare it with the chain.',
    ru: 'Посмотрите все периоды, скачайте опубликованный файл и сверьте его с блокчейном.',
  },
  operator: {
    en: 'See how far the mirror is behind the chain, and what it checks.',
    ru: 'Посмотрите, насколько зеркало отстаёт от блокчейна и что оно проверяет.',
  },
};

type StaffNames = Readonly<
  Record<'administrator' | 'approver' | 'guardian' | 'auditor' | 'operator', { name: string; language: Language }>
>;

/** Partners whom a visitor can play. */
export type PlayedKey = keyof typeof castPositions;
type Played = Pick<DemoPartner, 'memberId' | 'name' | 'language'>;

/** The partners of the small world who stand at the positions of the cast. */
export function playedPartners(partners: readonly DemoPartner[]): Record<PlayedKey, Played> {
  const at = (key: PlayedKey): DemoPartner => {
    const found = partners[castPositions[key]];
    if (!found || found.imported) throw new RangeError(`The ${key} of the cast must be a partner with a wallet.`);
    return found;
  };
  return { leader: at('leader'), receiver: at('receiver'), mid: at('mid'), newcomer: at('newcomer') };
}

/** The people of the demo list, partners first. */
export function chooseCast(
  played: Readonly<Partial<Record<PlayedKey, Played>>>,
  staff: StaffNames,
  guest: { name: string; language: Language },
): CastMember[] {
  const partner = (key: PlayedKey): CastMember[] => {
    const found = played[key];
    if (!found) return [];
    const { memberId, name, language } = found;
    return [{ key, role: 'partner', name, language, memberId, keyPath: partnerKeyPath(memberId), whatToTry: whatToTry[key] }];
  };
  const employee = (key: keyof StaffNames, account: number): CastMember => ({
    key,
    role: key,
    ...staff[key],
    keyPath: staffKeyPath(account),
    whatToTry: whatToTry[key],
  });
  return [
    ...partner('leader'),
    ...partner('mid'),
    ...partner('receiver'),
    ...partner('newcomer'),
    { key: 'guest', role: 'newcomer', ...guest, keyPath: GUEST_KEY, whatToTry: whatToTry.guest },
    employee('administrator', 7),
    employee('approver', 4),
    employee('guardian', 5),
    employee('auditor', 10),
    employee('operator', 11),
  ];
}
