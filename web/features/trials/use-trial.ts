import { useCallback, useEffect, useRef, useState } from 'react';
import { backtestPlan, simulatePlan, type TrialLine, type TrialReport, type TrialScenario } from '#api/trials.ts';
import { callLines } from '../../api/client.ts';
import { CallError, clientFault } from '../../api/problem.ts';

export type TrialQuestion =
  | { readonly mode: 'past'; readonly plan: string }
  | { readonly mode: 'growth'; readonly plan: string; readonly scenario: TrialScenario };

export type TrialState =
  | { readonly state: 'idle' | 'cancelled' }
  | { readonly state: 'running'; readonly done: number; readonly of: number }
  | { readonly state: 'failed'; readonly error: unknown }
  | { readonly state: 'finished'; readonly report: TrialReport; readonly question: TrialQuestion };

/** One trial at a time; leaving the page or asking for another ends it, here and on the server. */
export function useTrial() {
  const [trial, setTrial] = useState<TrialState>({ state: 'idle' });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const start = useCallback(async (question: TrialQuestion) => {
    running.current?.abort();
    const mine = new AbortController();
    running.current = mine;
    setTrial({ state: 'running', done: 0, of: 1 });
    try {
      for await (const line of linesOf(question, mine.signal)) {
        if (mine.signal.aborted) return;
        if (line.type === 'failed') throw new CallError(line.problem.code, line.problem.status, line.problem);
        if (line.type === 'progress') setTrial({ state: 'running', done: line.done, of: line.of });
        else {
          setTrial({ state: 'finished', report: line.report, question });
          return;
        }
      }
      throw clientFault('CLIENT.UNREADABLE');
    } catch (error) {
      if (!mine.signal.aborted) setTrial({ state: 'failed', error });
    }
  }, []);
  const cancel = useCallback(() => {
    running.current?.abort();
    setTrial({ state: 'cancelled' });
  }, []);
  return { trial, start, cancel };
}

function linesOf(question: TrialQuestion, signal: AbortSignal): AsyncGenerator<TrialLine, void> {
  const { plan } = question;
  if (question.mode === 'past') return callLines(backtestPlan, { body: { plan } }, { signal });
  return callLines(simulatePlan, { body: { plan, scenario: question.scenario } }, { signal });
}
