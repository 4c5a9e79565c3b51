import { Button, CopyButton, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCheck, IconCopy, IconQrcode } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

/** The link of an invitation, to copy or to show as a code that a phone reads. */
export function ShareLink({ code, opened: initially = false }: { code: string; opened?: boolean }) {
  const { t } = useTranslation('invitations');
  const { t: common } = useTranslation('common');
  const [opened, { open, close }] = useDisclosure(initially);
  const link = `${location.origin}/join/${code}`;
  const picture = useQuery({
    queryKey: ['qr', link],
    queryFn: async () => {
      const { toString } = await import('qrcode');
      return toString(link, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' });
    },
    enabled: opened,
    staleTime: Infinity,
  });
  return (
    <>
      <Group gap="xs" justify="flex-end" wrap="nowrap">
        <CopyLink link={link} />
        <Button size="compact-sm" variant="default" leftSection={<IconQrcode size={15} />} onClick={open}>
          {t('showCode')}
        </Button>
      </Group>
      <Modal opened={opened} onClose={close} title={t('codeTitle')} closeButtonProps={{ 'aria-label': common('close') }}>
        <Stack align="center">
          {picture.data === undefined ? null : (
            <img
              src={`data:image/svg+xml;utf8,${encodeURIComponent(picture.data)}`}
              alt={t('codeAlt')}
              width={260}
              height={260}
              style={{ maxWidth: '100%', borderRadius: 10 }}
            />
          )}
          <TextInput
            w="100%"
            label={t('link')}
            value={link}
            readOnly
            data-link
            onFocus={(event) => event.currentTarget.select()}
          />
          <CopyLink link={link} />
        </Stack>
      </Modal>
    </>
  );
}

function CopyLink({ link }: { link: string }) {
  const { t } = useTranslation('invitations');
  const { t: common } = useTranslation('common');
  return (
    <CopyButton value={link} timeout={1500}>
      {({ copied, copy }) => (
        <Button
          size="compact-sm"
          variant="light"
          onClick={copy}
          leftSection={copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
        >
          {copied ? common('copied') : t('copyLink')}
        </Button>
      )}
    </CopyButton>
  );
}
