import { NumberInput, type NumberInputProps } from '@mantine/core';

/** Members, periods and the like are counted in 32 bits on the chain. */
const MOST = 4_294_967_295;

/** A field for the number of a member, a period and the like: typed, not counted up. */
export function WholeNumberInput(rest: Omit<NumberInputProps, 'max' | 'allowDecimal' | 'allowNegative' | 'hideControls'>) {
  return <NumberInput min={1} {...rest} max={MOST} allowDecimal={false} allowNegative={false} hideControls />;
}
