import { Stack, Text, Title } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { EarningLines, EarningNeed } from '#api/earnings.ts';
import { formatDecimal, formatPoints } from '#kernel/money.ts';
import { useLocale } from '../../ui/locale.ts';
import { useMoneyText } from '../../ui/money.tsx';
import classes from './missing.module.css';
import { readNeeds, type ReadNeed } from './needs.ts';

/** What was missing for the bonuses that gave nothing, and for the next rank. Nothing is shown when nothing was. */
export function Missing({ data: { missing, nextRank, status } }: { data: EarningLines }) {
  const { t } = useTranslation('earnings');
  const locale = useLocale();
  const titleId = useId();
  const open = status === 'estimate';
  const next = nextRank === null || nextRank.needs.length === 0 ? null : nextRank;
  if (missing.length === 0 && next === null) return null;
  return (
    <Stack component="section" gap="sm" className={classes.missing} aria-labelledby={titleId} data-missing>
      <Title order={3} size="h4" id={titleId}>
        {t(open ? 'missing.titleOpen' : 'missing.title')}
      </Title>
      {open ? (
        <Text size="sm" c="dimmed">
          {t('missing.noteOpen')}
        </Text>
      ) : null}
      {missing.map(({ bonusId, bonusName, needs }) => (
        <Needs key={bonusId} title={bonusName[locale]} needs={needs} open={open} />
      ))}
      {next === null ? null : <Needs title={t('missing.nextRank', { rank: next.name[locale] })} needs={next.needs} open={open} />}
    </Stack>
  );
}

function Needs({ title, needs, open }: { title: string; needs: readonly EarningNeed[]; open: boolean }) {
  const { t } = useTranslation('earnings');
  const needText = useNeedText(open);
  const before = ({ levels, joined }: ReadNeed): string => {
    if (joined !== null) return `${t(`missing.${joined}`)} · `;
    return levels.length === 0 ? '' : `${t('missing.levels', { count: levels.length, levels: levels.join(', ') })} · `;
  };
  return (
    <div>
      <Text fw={500}>{title}</Text>
      <ul className={classes.needs} aria-label={title}>
        {readNeeds(needs).map((read, index) => (
          // A list that is never reordered, in which the same test may come again.
          <li key={index} className={classes.need} data-need={read.need.what} data-depth={read.need.depth}>
            <Text size="sm">
              {before(read)}
              {needText(read)}
            </Text>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A need in plain words, with how much lacks. */
function useNeedText(open: boolean): (read: ReadNeed) => string {
  const { t } = useTranslation('earnings');
  const locale = useLocale();
  const moneyText = useMoneyText();
  return ({ need: { what, required, actual, unit, rank, condition }, leads }) => {
    const of = { rank: rank?.[locale] ?? '', condition: condition ?? '' };
    if (what === 'rank') return t(leads ? 'missing.rankLacks' : 'missing.rank', of);
    if (what === 'oneOf' || what === 'membership') return t(`missing.${what}`);
    if (what === 'orders') return t(open ? 'missing.ordersOpen' : 'missing.orders');
    const lack = BigInt(required) - BigInt(actual);
    const name = t(`missing.what.${what === 'legs' && rank !== null ? 'legsOfRank' : what}`, of);
    const write = (amount: bigint): string => {
      if (unit === 'money') return moneyText(amount);
      return unit === 'points' ? formatPoints(locale, amount) : formatDecimal(locale, amount, 0, 0);
    };
    const sums = { name, actual: write(BigInt(actual)), required: write(BigInt(required)), lack: write(lack) };
    if (unit === 'money') return t('missing.ofMoney', sums);
    // Only the grammatical number is chosen by it: the sums are written above.
    return t('missing.of', { ...sums, count: unit === 'points' ? Number(lack) / 100 : Number(lack) });
  };
}
