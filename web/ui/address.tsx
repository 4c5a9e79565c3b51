import { ActionIcon, Box, CopyButton, Group, Text, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './address.module.css';

/** A wallet address. `full` where money goes: lookalikes share their ends, so a shortened address proves nothing. */
export function Address({ value, full = false }: { value: string; full?: boolean }) {
  const { t } = useTranslation('common');
  return (
    <Group gap={4} wrap="nowrap" component="span" className={classes.line}>
      <Text component="span" className={full ? classes.address : classes.short} {...(full ? {} : { title: value })}>
        {full ? value : `${value.slice(0, 6)}…${value.slice(-4)}`}
      </Text>
      <CopyButton value={value} timeout={1500}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? t('copied') : t('copy')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={t('copyAddress')}
              onClick={(event) => {
                event.stopPropagation();
                copy();
              }}
            >
              {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  );
}

/** A long technical value: breaks anywhere, copies at a tap. */
export function Fingerprint({ value }: { value: string }) {
  return (
    <Box component="span" className={classes.address}>
      {value}
    </Box>
  );
}
