import { useMutation, type MutateOptions, type UseMutationOptions } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';

/**
 * `useMutation` that runs once at a time. The library tells the screen a moment after the press, so two quick presses would both find
 * the button ready; here the second does nothing.
 */
export function useAction<Data, Input = void>(options: UseMutationOptions<Data, Error, Input>) {
  const action = useMutation(options);
  const busy = useRef(false);
  const { mutate } = action;
  const once = useCallback(
    (input: Input, callOptions?: MutateOptions<Data, Error, Input>) => {
      if (busy.current) return;
      busy.current = true;
      mutate(input, {
        ...callOptions,
        onSettled: (...outcome) => {
          busy.current = false;
          callOptions?.onSettled?.(...outcome);
        },
      });
    },
    [mutate],
  );
  return { ...action, mutate: once };
}
