import { Avatar, Menu, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { deleteSession } from '#api/auth.ts';
import { callRoute } from '../../api/client.ts';
import { sessionQuery, useSession } from '../../api/session.ts';
import { LinkButton } from '../../ui/link.tsx';
import { useAction } from '../../api/use-action.ts';

/** Who is signed in, and the way out. */
export function AccountMenu() {
  const { t } = useTranslation('common');
  const session = useSession();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const signOut = useAction({
    mutationFn: () => callRoute(deleteSession, {}),
    onSettled: async () => {
      queryClient.clear();
      await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
      await navigate({ to: '/' });
    },
  });
  if (session === null) {
    return (
      <LinkButton to="/sign-in" size="xs" variant="default">
        {t('signIn')}
      </LinkButton>
    );
  }
  const name = session.account.name ?? `№ ${session.memberId ?? session.account.wallet.slice(0, 6)}`;
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton>
          <Avatar color="pine" radius="xl" size={34} name={session.account.name ?? ''} />
          <VisuallyHidden>{t('account', { name })}</VisuallyHidden>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {name}
          {session.memberId === null ? '' : ` · № ${session.memberId}`}
        </Menu.Label>
        <Menu.Item onClick={() => void navigate({ to: '/sign-in' })}>{t('changePerson')}</Menu.Item>
        <Menu.Item onClick={() => signOut.mutate()}>{t('signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
