import { Text, type TextProps } from '@mantine/core';
import { createContext, useContext, type ReactNode } from 'react';
import { formatPoints } from '#kernel/money.ts';
import { formatMoney, moneyParts, type Currency } from './format/money.ts';
import { useLocale } from './locale.ts';
import classes from './money.module.css';

const CurrencyContext = createContext<Currency | null>(null);

export function CurrencyProvider({ currency, children }: { currency: Currency; children: ReactNode }) {
  return <CurrencyContext value={currency}>{children}</CurrencyContext>;
}

export function useCurrency(): Currency {
  const currency = useContext(CurrencyContext);
  if (currency === null) throw new Error('money is shown outside of CurrencyProvider');
  return currency;
}

/** Formats sums inside sentences. */
export function useMoneyText(): (amount: string | bigint) => string {
  const currency = useCurrency();
  const locale = useLocale();
  return (amount) => formatMoney(BigInt(amount), currency, locale);
}

interface MoneyProps extends TextProps {
  /** Minor units, as bigint or as the API's decimal text. */
  readonly amount: string | bigint;
  readonly signed?: boolean;
  readonly large?: boolean;
}

/** A sum. Digits beyond the second decimal stay readable but small: nothing is rounded away. */
export function Money({ amount, signed = false, large = false, ...text }: MoneyProps) {
  const currency = useCurrency();
  const locale = useLocale();
  const value = BigInt(amount);
  const { main, rest } = moneyParts(value, currency, locale);
  return (
    <Text
      component="span"
      inherit={!large && text.size === undefined}
      className={large ? classes.large : classes.money}
      {...text}
    >
      {signed && value > 0n ? '+' : ''}
      {main}
      {rest === '' ? null : <span className={classes.rest}>{rest}</span>}
      <span className={classes.code}>{currency.code}</span>
    </Text>
  );
}

/** PV and GV; hundredths of a point come in. */
export function Points({ value }: { value: string | bigint }) {
  return <span>{formatPoints(useLocale(), BigInt(value))}</span>;
}
