import { Box, Group, Stack, Text, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { type LinkProps } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { LinkAnchor } from './link.tsx';

interface PageProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly back?: { readonly label: string; readonly to: NonNullable<LinkProps['to']> };
  /** Wide for tables and trees; narrow for reading and forms. */
  readonly width?: 'narrow' | 'normal' | 'wide';
  readonly children: ReactNode;
}

const widths = { narrow: 640, normal: 960, wide: 1280 };

/** Heading, lead, actions, content: the frame of every screen inside the shell. */
export function Page({ title, lead, actions, back, width = 'normal', children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Upline`;
  }, [title]);
  return (
    <Stack gap="lg" maw={widths[width]} mx="auto" w="100%">
      <Stack gap={6}>
        {back === undefined ? null : (
          <LinkAnchor to={back.to} size="sm" c="dimmed">
            <Group gap={4} component="span">
              <IconArrowLeft size={15} aria-hidden />
              {back.label}
            </Group>
          </LinkAnchor>
        )}
        <Group justify="space-between" align="flex-end" gap="sm">
          <Title order={1}>{title}</Title>
          {actions === undefined ? null : <Group gap="xs">{actions}</Group>}
        </Group>
        {lead === undefined ? null : typeof lead === 'string' ? <Text c="dimmed">{lead}</Text> : <Box>{lead}</Box>}
      </Stack>
      {children}
    </Stack>
  );
}
