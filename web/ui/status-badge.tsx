import { Badge } from '@mantine/core';

export type Tone = 'neutral' | 'progress' | 'attention' | 'good' | 'bad';

const colors: Record<Tone, string> = { neutral: 'gray', progress: 'blue', attention: 'yellow', good: 'pine', bad: 'red' };

/** A state in one or two words. The colour only repeats the word. */
export function StatusBadge({ tone, label }: { tone: Tone; label: string }) {
  return (
    <Badge color={colors[tone]} variant="light" size="lg" radius="sm" data-tone={tone}>
      {label}
    </Badge>
  );
}
