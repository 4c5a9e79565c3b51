import { Button, Menu, type ButtonProps } from '@mantine/core';
import { IconFileDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

interface FileMenuProps {
  readonly label: string;
  readonly hrefOf: (format: 'csv' | 'xlsx') => string;
  readonly size?: ButtonProps['size'];
}

/** A list as a file that the server writes: for a spreadsheet, or as plain text. */
export function FileMenu({ label, hrefOf, size }: FileMenuProps) {
  const { t } = useTranslation('common');
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" size={size ?? 'sm'} leftSection={<IconFileDownload size={17} aria-hidden />}>
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={hrefOf('xlsx')} download>
          {t('asXlsx')}
        </Menu.Item>
        <Menu.Item component="a" href={hrefOf('csv')} download>
          {t('asCsv')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
