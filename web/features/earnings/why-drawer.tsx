import { Drawer, Group, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { EarningLine, EarningLines } from '#api/earnings.ts';
import { AsOf } from '../../ui/as-of.tsx';
import { formatRate } from '../../ui/format/money.ts';
import { useLocale } from '../../ui/locale.ts';
import { Money } from '../../ui/money.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { EarningBadge } from '../status/badges.tsx';
import { PersonName, usePersonText } from '../status/person-name.tsx';
import { Missing } from './missing.tsx';
import { earningLinesQuery } from './queries.ts';
import classes from './why.module.css';
import { LinkAnchor } from '../../ui/link.tsx';

/** Why this sum: every line, with the order that it came from one tap away. */
export function WhyDrawer({ memberId, period, onClose }: { memberId: number; period: number | null; onClose: () => void }) {
  const { t } = useTranslation('earnings');
  const { t: common } = useTranslation('common');
  const phone = useMediaQuery('(max-width: 48em)');
  return (
    <Drawer
      opened={period !== null}
      onClose={onClose}
      position={phone ? 'bottom' : 'right'}
      size={phone ? '88%' : 'lg'}
      title={period === null ? '' : t('why.title', { period })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      {period === null ? null : <WhyLines memberId={memberId} period={period} />}
    </Drawer>
  );
}

function WhyLines({ memberId, period }: { memberId: number; period: number }) {
  const query = useQuery(earningLinesQuery(memberId, period));
  return <QueryView query={query}>{(lines) => <Lines data={lines} />}</QueryView>;
}

function Lines({ data }: { data: EarningLines }) {
  const { t } = useTranslation('earnings');
  const locale = useLocale();
  return (
    <Stack>
      <Group justify="space-between" align="flex-start">
        <div>
          <Text size="sm" c="dimmed">
            {t('why.net')}
          </Text>
          <Money amount={data.net} large />
        </div>
        <EarningBadge status={data.status} />
      </Group>
      {data.lines.length === 0 ? <Text c="dimmed">{t('why.noLines')}</Text> : null}
      <ul className={classes.lines} aria-label={t('why.lines')}>
        {data.lines.map((line, index) => (
          <Line key={`${line.bonusId}-${line.entryIndex}-${line.level}-${index}`} line={line} />
        ))}
      </ul>
      {data.caps.map((cap) => (
        <Text key={cap.name.en} size="sm" className={classes.note}>
          {cap.name[locale]}: {t(`why.cap.${cap.per}`)} <Money amount={cap.gross} /> → <Money amount={cap.limit} />
        </Text>
      ))}
      {data.scaleDown === null ? null : (
        <Text size="sm" className={classes.note}>
          {t('why.scaleDown')} <Money amount={data.scaleDown.gross} /> → <Money amount={data.scaleDown.limit} />
        </Text>
      )}
      <dl className={classes.sums}>
        <Sum label={t('why.total')} amount={data.total} />
        {data.debtBefore === '0' ? null : <Sum label={t('why.debtBefore')} amount={-BigInt(data.debtBefore)} />}
        {data.debtAfter === '0' ? null : <Sum label={t('why.debtAfter')} amount={data.debtAfter} />}
        <Sum label={t('why.net')} amount={data.net} />
      </dl>
      <Missing data={data} />
      <Text size="sm" c="dimmed">
        {t('why.plan')}{' '}
        <LinkAnchor to="/console/plans" search={{ version: data.planVersion }}>
          {t('why.planVersion', { version: data.planVersion })}
        </LinkAnchor>
      </Text>
      <AsOf asOf={data.asOf} />
    </Stack>
  );
}

function Sum({ label, amount }: { label: string; amount: string | bigint }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <Money amount={amount} />
      </dd>
    </div>
  );
}

function Line({ line }: { line: EarningLine }) {
  const { t } = useTranslation('earnings');
  const locale = useLocale();
  const personText = usePersonText();
  const passed = line.passedOver.map(personText).join(', ');
  return (
    <li className={classes.line}>
      <div className={classes.words}>
        <Text fw={500}>
          <PersonName person={line.source} />
        </Text>
        <Text size="sm" c="dimmed">
          {line.bonusName[locale]}
          {line.level === 0 ? '' : ` · ${t('why.level', { level: line.level })}`}
        </Text>
        {line.ratePpm === 0 ? null : (
          <Text size="sm" c="dimmed">
            {formatRate(line.ratePpm, locale)} × <Money amount={line.base} />
          </Text>
        )}
        {passed === '' ? null : (
          <Text size="sm" c="dimmed">
            {t('why.passedOver', { people: passed })}
          </Text>
        )}
        {line.reversalOf === null ? null : <Text size="sm">{t('why.reversal', { period: line.reversalOf.period })}</Text>}
        {line.orderId === null ? (
          <Text size="sm" c="dimmed">
            {line.orderRef === '0' ? t('why.wholePeriod') : t('why.orderNumber', { number: line.orderRef })}
          </Text>
        ) : (
          <LinkAnchor to="/orders/$orderId" params={{ orderId: line.orderId }} size="sm" data-order>
            {t('why.orderNumber', { number: line.orderRef })}
          </LinkAnchor>
        )}
      </div>
      <Money amount={line.amount} signed fw={600} />
    </li>
  );
}
