import classes from './status-badge.module.css';

export type Tone = 'neutral' | 'progress' | 'attention' | 'good' | 'bad';

/** A state in one or two words. The colour only repeats the word. */
export function StatusBadge({ tone, label, small = false }: { tone: Tone; label: string; small?: boolean }) {
  return (
    <span className={classes.badge} data-tone={tone} data-small={small || undefined}>
      {label}
    </span>
  );
}
