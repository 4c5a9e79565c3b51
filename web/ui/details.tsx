import { Box, Collapse, Group, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronRight } from '@tabler/icons-react';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './details.module.css';

/** The only place where technical words and long values are shown. */
export function Details({
  label,
  children,
  opened: initially = false,
}: {
  label?: string;
  children: ReactNode;
  opened?: boolean;
}) {
  const { t } = useTranslation('common');
  const [opened, { toggle }] = useDisclosure(initially);
  const id = useId();
  return (
    <Box>
      <UnstyledButton onClick={toggle} aria-expanded={opened} aria-controls={id} className={classes.toggle}>
        <Group gap={4} component="span">
          <IconChevronRight size={15} className={classes.chevron} data-opened={opened || undefined} aria-hidden />
          {label ?? t('details')}
        </Group>
      </UnstyledButton>
      <Collapse expanded={opened} id={id}>
        <Box className={classes.body} data-details>
          {children}
        </Box>
      </Collapse>
    </Box>
  );
}
