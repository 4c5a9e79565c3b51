import { Alert, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DryRun, RunSummary } from '#api/settlement.ts';
import { Facts } from '../../ui/facts.tsx';
import { formatRate } from '../../ui/format/money.ts';
import { useLocale } from '../../ui/locale.ts';
import { Money } from '../../ui/money.tsx';

type FigureKey =
  'totals' | 'earners' | 'periodTotal' | 'total' | 'capUsePpm' | 'payoutRatioPpm' | 'limit' | 'scaleDown' | 'planVersion';

/** What a calculation gives, dry or real: sums by bonus, and how much of the limit they use. */
export function Figures({ figures }: { figures: Pick<RunSummary | DryRun, FigureKey> }) {
  const { t } = useTranslation('periods');
  const locale = useLocale();
  return (
    <Stack>
      <Facts
        items={[
          { label: t('figures.periodTotal'), value: <Money amount={figures.periodTotal} /> },
          { label: t('figures.earners'), value: figures.earners },
          { label: t('figures.capUse'), value: formatRate(rounded(figures.capUsePpm), locale) },
          { label: t('figures.ratio'), value: formatRate(rounded(figures.payoutRatioPpm), locale) },
          { label: t('figures.limit'), value: <Money amount={figures.limit} /> },
          { label: t('figures.total'), value: <Money amount={figures.total} /> },
        ]}
      />
      <Table.ScrollContainer minWidth={240}>
        <Table aria-label={t('figures.byBonus')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('figures.bonus')}</Table.Th>
              <Table.Th ta="end">{t('figures.lines')}</Table.Th>
              <Table.Th ta="end">{t('figures.amount')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {figures.totals.map((bonus) => (
              <Table.Tr key={bonus.bonusId}>
                <Table.Td>{bonus.name[locale]}</Table.Td>
                <Table.Td ta="end">{bonus.lines}</Table.Td>
                <Table.Td ta="end">
                  <Money amount={bonus.amount} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {figures.scaleDown === null ? null : (
        <Alert color="yellow" title={t('figures.scaled')}>
          <Text size="sm">
            <Money amount={figures.scaleDown.gross} /> → <Money amount={figures.scaleDown.limit} />
          </Text>
        </Alert>
      )}
    </Stack>
  );
}

/** To a hundredth of a percent. */
function rounded(ppm: number): number {
  return Math.round(ppm / 100) * 100;
}
