import { type FaultWords } from '../plan/fault-words.ts';
import { type PlanFault } from '../plan/faults.ts';

const words = {
  noCompany: {
    reason: { en: 'has a sponsor, but the first member is the company', ru: 'указан спонсор, но первый в списке — компания' },
    cure: { en: 'Put the company first, without sponsor.', ru: 'Поставьте компанию первой, без спонсора.' },
  },
  noSponsor: {
    reason: { en: 'has no sponsor', ru: 'нет спонсора' },
    cure: {
      en: 'Name the sponsor; only the first member, the company, has none.',
      ru: 'Укажите спонсора; его нет только у первого в списке — компании.',
    },
  },
  repeatedMember: {
    reason: { en: 'names a member who stands in the list already', ru: 'повторяет партнёра, который уже есть в списке' },
    cure: { en: 'Give every member one entry.', ru: 'Оставьте каждому партнёру одну запись.' },
  },
  unknownMember: {
    reason: { en: 'names a member who is not in the list', ru: 'называет партнёра, которого нет в списке' },
    cure: { en: 'Add the member, or correct the name.', ru: 'Добавьте партнёра или исправьте имя.' },
  },
  cycle: {
    reason: {
      en: 'closes a circle: the line leads back to this member',
      ru: 'замыкает круг: линия возвращается к этому партнёру',
    },
    cure: { en: 'Correct one link of the circle.', ru: 'Исправьте одну из связей круга.' },
  },
  childFirst: {
    reason: { en: 'names a member who stands further down the list', ru: 'называет партнёра, который стоит ниже в списке' },
    cure: { en: 'List whoever is above before whoever is below.', ru: 'Пишите вышестоящего раньше нижестоящего.' },
  },
  repeatedOrder: {
    reason: { en: 'repeats the reference of another order', ru: 'повторяет номер другого заказа' },
    cure: { en: 'Give every order its own reference.', ru: 'Дайте каждому заказу свой номер.' },
  },
  refundOfUnknownOrder: {
    reason: {
      en: 'refunds an order that is neither above in the file nor in the carry',
      ru: 'возвращает заказ, которого нет ни выше в файле, ни в переносе',
    },
    cure: {
      en: 'Name an earlier order, or give the carry of its period.',
      ru: 'Назовите прежний заказ или дайте перенос его периода.',
    },
  },
  refundOfAnotherMember: {
    reason: { en: 'refunds the order of another member', ru: 'возвращает заказ другого партнёра' },
    cure: { en: 'Name the member of the order.', ru: 'Укажите партнёра этого заказа.' },
  },
  refundOfAnotherKind: {
    reason: {
      en: 'refunds a purchase as a sale, a sale as a purchase, or the sale to another customer',
      ru: 'возвращает покупку как продажу, продажу как покупку или продажу другому покупателю',
    },
    cure: { en: 'Use the kind and the customer of the order.', ru: 'Укажите вид и покупателя того заказа.' },
  },
  refundTooLarge: {
    reason: { en: 'refunds more than is left of the order', ru: 'возвращает больше, чем осталось от заказа' },
    cure: { en: 'Lower PV or CV to what is left.', ru: 'Уменьшите PV или CV до остатка.' },
  },
  creditOfUnknownOrder: {
    reason: {
      en: 'was credited at checkout for an order that was not recorded before it',
      ru: 'зачислено при оплате заказа, который не записан раньше',
    },
    cure: { en: 'Remove the entry.', ru: 'Уберите запись.' },
  },
  noCustomer: {
    reason: { en: 'is missing: a sale has a customer', ru: 'отсутствует: у продажи есть покупатель' },
    cure: { en: 'Name the customer.', ru: 'Укажите покупателя.' },
  },
  strayCustomer: {
    reason: { en: "stands with a member's own purchase", ru: 'стоит у собственной покупки партнёра' },
    cure: { en: 'Remove it, or use customerSale.', ru: 'Уберите его или укажите customerSale.' },
  },
  halfPlaced: {
    reason: { en: 'stands alone: a place is a parent and a leg', ru: 'стоит отдельно: место — это parent и leg' },
    cure: { en: 'Give both, or neither.', ru: 'Укажите оба поля или ни одного.' },
  },
  placeTaken: {
    reason: { en: 'is taken by a member further up the list', ru: 'занято партнёром выше в списке' },
    cure: { en: 'Give another leg or another parent.', ru: 'Укажите другую ногу или другое место.' },
  },
  joinsLater: {
    reason: { en: 'is a period that is still to come', ru: 'период, который ещё не наступил' },
    cure: { en: 'Give the number of this period or an earlier one.', ru: 'Укажите номер этого или прежнего периода.' },
  },
  unknownTitle: {
    reason: { en: 'names a rank that the plan does not define', ru: 'называет ранг, которого в плане нет' },
    cure: { en: 'Use the id of a rank of the plan.', ru: 'Укажите id ранга из плана.' },
  },
  carryOfAnotherPlan: {
    reason: { en: 'belongs to another plan', ru: 'относится к другому плану' },
    cure: { en: 'Give the carry that a run of this plan left.', ru: 'Дайте перенос, который оставил расчёт по этому плану.' },
  },
  carryChanged: {
    reason: { en: 'does not fit the rest of the carry: it was changed', ru: 'не сходится с содержимым: перенос изменён' },
    cure: { en: 'Use the carry as the run wrote it.', ru: 'Возьмите перенос таким, каким его записал расчёт.' },
  },
  carriedMember: {
    reason: {
      en: 'differs from the carry: earlier members stay, in their order, under their sponsors',
      ru: 'не совпадает с переносом: прежние партнёры остаются в том же порядке под своими спонсорами',
    },
    cure: { en: 'List the members of the carry first, then new ones.', ru: 'Сначала партнёры из переноса, затем новые.' },
  },
} satisfies Record<string, FaultWords>;

export type NetworkFaultCode = keyof typeof words;

export function networkFault(path: string, code: NetworkFaultCode): PlanFault {
  return { path, ...words[code] };
}
