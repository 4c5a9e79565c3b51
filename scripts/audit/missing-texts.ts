import type { Texts } from './texts.ts';

/** What was missing, by the test that was not passed (docs/plans.md, section 21), and the words around it. */
export const missingTexts: Texts = {
  title: { en: 'What was missing', ru: 'Чего не хватило' },
  nextRank: { en: 'For the next rank, {rank}', ru: 'До следующего ранга: {rank}' },
  level: { en: 'level {levels}: ', ru: 'уровень {levels}: ' },
  levels: { en: 'levels {levels}: ', ru: 'уровни {levels}: ' },
  and: { en: 'and: ', ru: 'и: ' },
  or: { en: 'or: ', ru: 'или: ' },
  lacks: { en: '{name}: {actual} of {required}, {lack} missing', ru: '{name}: {actual} из {required}, не хватает {lack}' },
  rank: { en: 'Rank {rank} is missing', ru: 'Не хватает ранга {rank}' },
  oneOf: { en: 'One of these would be enough:', ru: 'Хватило бы одного из этого:' },
  membership: {
    en: 'Only for partners: not for the company, nor for who has left',
    ru: 'Только для партнёров: не для компании и не для тех, кто ушёл',
  },
  orders: { en: 'There was no order to be paid on', ru: 'Не было заказа, с которого платят' },
  ppv: { en: 'Personal points', ru: 'Личные баллы' },
  customers: { en: 'Customers', ru: 'Покупатели' },
  customerPv: { en: 'Points sold to customers', ru: 'Баллы продаж покупателям' },
  volume: { en: 'Points of the team', ru: 'Баллы команды' },
  legs: { en: 'Strong legs', ru: 'Сильные ветки' },
  legsOfRank: { en: 'Legs with the rank {rank}', ru: 'Ветки с рангом {rank}' },
  matrix: { en: 'Places of the matrix that are taken', ru: 'Занятые места матрицы' },
  tenure: { en: 'Periods since joining', ru: 'Периоды со вступления' },
  consecutive: { en: 'Periods in a row with the condition “{condition}”', ru: 'Периоды подряд с условием «{condition}»' },
  held: { en: 'Earlier periods in a row with the rank {rank}', ru: 'Прежние периоды подряд с рангом {rank}' },
  bracket: { en: 'Points from which the bonus pays', ru: 'Баллы, с которых платится бонус' },
  activeLegs: { en: 'Active legs', ru: 'Активные ветки' },
  sponsoredLeft: {
    en: 'Own recruits on the left with the condition “{condition}”',
    ru: 'Лично приглашённые слева с условием «{condition}»',
  },
  sponsoredRight: {
    en: 'Own recruits on the right with the condition “{condition}”',
    ru: 'Лично приглашённые справа с условием «{condition}»',
  },
  weakerLeg: { en: 'Volume of the weaker leg', ru: 'Объём слабой ветки' },
  strongerLeg: { en: 'Volume of the stronger leg', ru: 'Объём сильной ветки' },
};
