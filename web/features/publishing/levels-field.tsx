import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { MOST_INSTANT_LEVELS } from '#kernel/instant-levels.ts';
import { WHOLE_PPM } from '#kernel/rate.ts';
import { percentUnit, readIn } from '../designer/units.ts';

/** Rates as they were typed, in percent, level 1 first. @returns ppm; undefined where one of them is no rate */
export function readLevels(typed: readonly string[]): number[] | undefined {
  const rates = typed.map(readRate);
  return rates.includes(undefined) ? undefined : (rates as number[]);
}

function readRate(text: string): number | undefined {
  const ppm = Number(readIn(percentUnit, text) ?? Number.NaN);
  return ppm <= WHOLE_PPM ? ppm : undefined;
}

/** How much of a sale each of the nearest active uplines is credited in the moment of payment. */
export function LevelsField({
  typed,
  onChange,
}: {
  readonly typed: readonly string[];
  readonly onChange: (typed: readonly string[]) => void;
}) {
  const { t } = useTranslation('plans');
  return (
    <Stack gap="xs">
      <Text fw={600}>{t('publish.levels')}</Text>
      <Text size="sm" c="dimmed">
        {t('publish.levelsText')}
      </Text>
      <Group gap="sm" align="flex-start">
        {typed.map((text, index) => (
          <TextInput
            key={index}
            w={120}
            label={t('publish.level', { level: index + 1 })}
            value={text}
            error={readRate(text) === undefined ? t('publish.noRate') : undefined}
            inputMode="decimal"
            autoComplete="off"
            onChange={({ currentTarget: { value } }) => onChange(typed.map((other, at) => (at === index ? value : other)))}
          />
        ))}
      </Group>
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} />}
          disabled={typed.length >= MOST_INSTANT_LEVELS}
          onClick={() => onChange([...typed, '1'])}
        >
          {t('publish.addLevel')}
        </Button>
        {typed.length === 0 ? null : (
          <Button size="xs" variant="default" leftSection={<IconMinus size={14} />} onClick={() => onChange(typed.slice(0, -1))}>
            {t('publish.removeLevel')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
