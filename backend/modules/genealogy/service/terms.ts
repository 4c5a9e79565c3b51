import { canonicalText } from '#engine/index.ts';
import { keccakText } from '#engine/hash.ts';
import type { Terms } from '../types.ts';

/*
 * What a newcomer agrees to. The hash stands in the consent that they sign, so a published text is never edited: a change is a new
 * entry at the end, and the last one is in force.
 */
const versions: readonly Terms['text'][] = [
  {
    en: [
      'Joining Upline, version 1.',
      '1. You become a partner under the sponsor named in this invitation. Your sponsor and your place are recorded on a public chain once and cannot be changed afterwards: not by you, not by your sponsor, not by the company.',
      '2. Joining costs nothing and buys nothing. Nobody is paid because you joined. Bonuses come only from goods that are sold, by the published plan.',
      '3. Most partners earn little or nothing. The income page shows what all partners really earned; read it before you decide.',
      '4. The public chain holds your number, your wallet and the amounts of your orders. Your name, your customers and your contacts stay in the company’s office and never go to the chain.',
      '5. What you are owed can be recomputed by anybody from the chain. It is paid to the wallet that acts for you. Whoever has the key of that wallet acts for you: keep it safe.',
      '6. Returned goods take back the bonuses that were paid for them; what was paid already is set off against later bonuses.',
      '7. You may stop at any time. You owe the company nothing for having joined.',
    ].join('\n'),
    ru: [
      'Вступление в Upline, версия 1.',
      '1. Вы становитесь партнёром под спонсором, указанным в приглашении. Спонсор и ваше место записываются в публичный блокчейн один раз, и после этого их не может изменить никто: ни вы, ни спонсор, ни компания.',
      '2. Вступление ничего не стоит и ничего не покупает. Никому не платят за то, что вы вступили. Бонусы начисляются только за проданные товары по опубликованному плану.',
      '3. Большинство партнёров зарабатывает мало или ничего. На странице доходов показано, сколько на самом деле заработали все партнёры; прочтите её, прежде чем решать.',
      '4. В публичном блокчейне стоят ваш номер, ваш кошелёк и суммы ваших заказов. Имя, клиенты и контакты остаются в офисе компании и в блокчейн не попадают.',
      '5. Сколько вам причитается, может пересчитать по блокчейну любой человек. Деньги поступают на кошелёк, который действует от вашего имени. У кого ключ от этого кошелька, тот действует за вас: берегите его.',
      '6. При возврате товара начисленные за него бонусы снимаются; если они уже выплачены, они засчитываются в счёт следующих бонусов.',
      '7. Вы можете прекратить в любой момент. За само вступление вы ничего не должны компании.',
    ].join('\n'),
  },
];

const published: readonly Terms[] = versions.map((text) => ({ hash: keccakText(canonicalText(text)), text }));

/** The terms in force. */
export function currentTerms(): Terms {
  const last = published.at(-1);
  if (last === undefined) throw new Error('No terms are published.');
  return last;
}
