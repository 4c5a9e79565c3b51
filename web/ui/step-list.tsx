import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Loader } from '@mantine/core';
import classes from './step-list.module.css';

export type StepState = 'waiting' | 'current' | 'done' | 'failed';

export interface Step {
  readonly key: string;
  readonly title: ReactNode;
  readonly state: StepState;
  readonly note?: ReactNode;
  readonly content?: ReactNode;
}

const marks: Record<StepState, (index: number) => ReactNode> = {
  waiting: (index) => index + 1,
  current: (index) => index + 1,
  done: () => <IconCheck size={16} aria-hidden />,
  failed: () => <IconAlertTriangle size={16} aria-hidden />,
};

/** Steps one below the other. `busy` turns the mark of the current one: a machine is at work, not the reader. */
export function StepList({ steps, busy = false }: { steps: readonly Step[]; busy?: boolean }) {
  return (
    <ol className={classes.list}>
      {steps.map((step, index) => (
        <li
          key={step.key}
          className={classes.step}
          data-state={step.state}
          {...(step.state === 'current' ? { 'aria-current': 'step' } : {})}
        >
          <span className={classes.mark}>
            {step.state === 'current' && busy ? <Loader size={14} color="pine" /> : marks[step.state](index)}
          </span>
          <div className={classes.body}>
            <div className={classes.title}>{step.title}</div>
            {step.note === undefined ? null : <div className={classes.note}>{step.note}</div>}
            {step.content === undefined ? null : <div className={classes.content}>{step.content}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
