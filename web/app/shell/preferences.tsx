import { ActionIcon, Button, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../ui/locale.ts';
import { chooseLanguage } from '../i18n.ts';

/** Language and theme, one tap each. The language button is named in the language that it leads to. */
export function Preferences() {
  const { t } = useTranslation('common');
  const locale = useLocale();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const next = locale === 'ru' ? 'en' : 'ru';
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        flex="none"
        lang={next}
        aria-label={next === 'ru' ? 'RU, Русский язык' : 'EN, English language'}
        onClick={() => void chooseLanguage(next)}
      >
        {next === 'ru' ? 'RU' : 'EN'}
      </Button>
      <Tooltip label={t(scheme === 'dark' ? 'theme.light' : 'theme.dark')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t(scheme === 'dark' ? 'theme.light' : 'theme.dark')}
          onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
        >
          {scheme === 'dark' ? <IconSun size={19} stroke={1.6} /> : <IconMoon size={19} stroke={1.6} />}
        </ActionIcon>
      </Tooltip>
    </>
  );
}
