import { SimpleGrid, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { TrialScenario } from '#api/trials.ts';
import { readField, scenarioBounds, type ScenarioField, scenarioFields, showField } from './scenario.ts';

export type TypedScenario = Readonly<Record<ScenarioField, string>>;

export function typedOf(scenario: TrialScenario): TypedScenario {
  return Object.fromEntries(scenarioFields.map((field) => [field, showField(field, scenario[field])])) as TypedScenario;
}

/** The assumptions as numbers; undefined while one of them is out of bounds. */
export function readTyped(typed: TypedScenario): TrialScenario | undefined {
  const read = scenarioFields.map((field) => [field, readField(field, typed[field])] as const);
  if (read.some(([, value]) => value === undefined)) return undefined;
  return Object.fromEntries(read) as TrialScenario;
}

export function ScenarioForm({ typed, onChange }: { typed: TypedScenario; onChange: (typed: TypedScenario) => void }) {
  const { t } = useTranslation('trials');
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }}>
      {scenarioFields.map((field) => {
        const { least, most } = scenarioBounds[field];
        const wrong = readField(field, typed[field]) === undefined;
        return (
          <TextInput
            key={field}
            label={t(`scenario.${field}`)}
            inputMode="decimal"
            autoComplete="off"
            value={typed[field]}
            error={wrong ? t('scenario.wrong', { least: showField(field, least), most: showField(field, most) }) : undefined}
            onChange={({ currentTarget: { value } }) => onChange({ ...typed, [field]: value })}
          />
        );
      })}
    </SimpleGrid>
  );
}
