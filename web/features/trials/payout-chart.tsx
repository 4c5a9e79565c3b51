import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { TrialPeriod } from '#api/trials.ts';
import { formatRate } from '../../ui/format/money.ts';
import { useLocale } from '../../ui/locale.ts';
import classes from './trials.module.css';

const HEIGHT = 160;
const SLOT = 26;

/** Payout ratio by period, the draft beside the plan in force, under the line of the limit. The table below holds the same numbers. */
export function PayoutChart({
  draft,
  current,
  capPpm,
}: {
  draft: readonly TrialPeriod[];
  current: readonly TrialPeriod[] | null;
  capPpm: number;
}) {
  const { t } = useTranslation('trials');
  const locale = useLocale();
  const highest = Math.max(capPpm, 1, ...[...draft, ...(current ?? [])].map(({ payoutPpm = 0 }) => payoutPpm));
  const heightOf = (ppm: number): number => (Math.max(0, ppm) / highest) * (HEIGHT - 20);
  const width = Math.max(1, draft.length) * SLOT;
  const bar = current === null ? SLOT - 8 : (SLOT - 8) / 2;
  return (
    <figure className={classes.figure}>
      <figcaption>
        <Group gap="md">
          <Text size="sm" fw={500}>
            {t('chart')}
          </Text>
          <span className={classes.key} data-side="draft">
            {t('draft')}
          </span>
          {current === null ? null : (
            <span className={classes.key} data-side="current">
              {t('current')}
            </span>
          )}
          <span className={classes.key} data-side="limit">
            {t('limitLine')} {formatRate(capPpm, locale)}
          </span>
        </Group>
      </figcaption>
      <div className={classes.scroll} tabIndex={0} role="group" aria-label={t('chart')}>
        <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={t('chart')}>
          {draft.map(({ period, payoutPpm = 0 }, index) => {
            const before = current?.[index]?.payoutPpm ?? 0;
            return (
              <g key={period}>
                <title>{`${period}: ${formatRate(Math.round(payoutPpm / 100) * 100, locale)}`}</title>
                <rect
                  className={classes.draft}
                  x={index * SLOT + 4}
                  width={bar}
                  y={HEIGHT - heightOf(payoutPpm)}
                  height={heightOf(payoutPpm)}
                />
                {current === null ? null : (
                  <rect
                    className={classes.current}
                    x={index * SLOT + 4 + bar}
                    width={bar}
                    y={HEIGHT - heightOf(before)}
                    height={heightOf(before)}
                  />
                )}
              </g>
            );
          })}
          <line className={classes.limit} x1={0} x2={width} y1={HEIGHT - heightOf(capPpm)} y2={HEIGHT - heightOf(capPpm)} />
        </svg>
      </div>
    </figure>
  );
}
