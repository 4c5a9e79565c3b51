import { Avatar, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconWallet } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnectors, type Connector } from 'wagmi';
import { useDeployment } from '../api/deployment.ts';
import { faultOf, type WalletFault } from './faults.ts';
import { FaultNotice } from './fault-notice.tsx';
import { useWallet } from './use-wallet.ts';

const demoConnectorId = 'upline-demo';

/** Wallets of this browser, found by EIP-6963. The demo wallet is not listed: people of the demo are chosen elsewhere. */
export function ConnectDialog({
  opened,
  onClose,
  onConnected,
}: {
  opened: boolean;
  onClose: () => void;
  onConnected?: () => void;
}) {
  const { t } = useTranslation('wallet');
  const deployment = useDeployment();
  const connectors = useConnectors().filter((connector) => connector.id !== demoConnectorId);
  const wallet = useWallet();
  const [busy, setBusy] = useState<string | null>(null);
  const [fault, setFault] = useState<WalletFault | null>(null);

  const choose = async (connector: Connector) => {
    setBusy(connector.uid);
    setFault(null);
    try {
      await wallet.connect({ connector, chainId: deployment.chainId });
      onConnected?.();
      onClose();
    } catch (error) {
      setFault(faultOf(error));
    } finally {
      setBusy(null);
    }
  };

  return (
    <Modal opened={opened} onClose={onClose} title={t('connect.title')} closeButtonProps={{ 'aria-label': t('connect.close') }}>
      <Stack>
        <Text size="sm" c="dimmed">
          {t('connect.lead')}
        </Text>
        {connectors.map((connector) => (
          <Button
            key={connector.uid}
            variant="default"
            size="md"
            justify="flex-start"
            loading={busy === connector.uid}
            disabled={busy !== null && busy !== connector.uid}
            onClick={() => void choose(connector)}
            leftSection={
              connector.icon === undefined ? (
                <IconWallet size={20} aria-hidden />
              ) : (
                <Avatar src={connector.icon} size={22} radius="sm" alt="" />
              )
            }
          >
            {connector.name}
          </Button>
        ))}
        {connectors.length === 0 ? <FaultNotice fault="noWallet" /> : null}
        {fault === null ? null : <FaultNotice fault={fault} />}
        <Group>
          <Text size="xs" c="dimmed">
            {t('connect.safety')}
          </Text>
        </Group>
      </Stack>
    </Modal>
  );
}
