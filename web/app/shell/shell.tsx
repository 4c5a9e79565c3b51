import { AppShell, Box, Container, Drawer, Group, UnstyledButton } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconDots } from '@tabler/icons-react';
import { Link, Outlet } from '@tanstack/react-router';
import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useDeployment } from '../../api/deployment.ts';
import { useSession } from '../../api/session.ts';
import { CurrencyProvider } from '../../ui/money.tsx';
import { AccountMenu } from './account-menu.tsx';
import { Logo } from './logo.tsx';
import { Preferences } from './preferences.tsx';
import { sectionsOf, thumbItems, type Section } from './sections.ts';
import { WaitingPage } from './special-pages.tsx';
import classes from './shell.module.css';
import { useRouterState } from '@tanstack/react-router';

/** The frame around every page: a rail on a desktop, a bar under the thumb on a phone. Visitors get neither. */
export function Shell() {
  const { t } = useTranslation('common');
  const deployment = useDeployment();
  const session = useSession();
  const sections = sectionsOf(session);
  const [menuOpened, menu] = useDisclosure(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const bare = sections.length === 0 || path === '/' || path.startsWith('/join/');
  const phone = useMediaQuery('(max-width: 62em)', undefined, { getInitialValueInEffect: false });
  const closeMenu = menu.close;
  useEffect(() => closeMenu(), [path, closeMenu]);

  return (
    <CurrencyProvider currency={{ code: deployment.token.symbol, minorDigits: deployment.token.decimals }}>
      <a href="#content" className="skip-link">
        {t('skipToContent')}
      </a>
      <AppShell
        header={{ height: 56 }}
        {...(bare ? {} : { navbar: { width: 232, breakpoint: 'md', collapsed: { mobile: true } } })}
        {...(bare || !phone ? {} : { footer: { height: 62 } })}
        padding={0}
      >
        <AppShell.Header className={classes.header}>
          <Container size={1560} h="100%" px="md" w="100%">
            <Group h="100%" justify="space-between" wrap="nowrap" gap="sm">
              <Logo />
              <Group gap={6} wrap="nowrap">
                {deployment.demo ? <span className={classes.demo}>{t('demo')}</span> : null}
                <Preferences />
                <AccountMenu />
              </Group>
            </Group>
          </Container>
        </AppShell.Header>
        {bare ? null : (
          <AppShell.Navbar className={classes.navbar}>
            <Navigation sections={sections} />
          </AppShell.Navbar>
        )}
        <AppShell.Main id="content" tabIndex={-1} className={classes.main}>
          <Box px="md" py="lg">
            <Suspense fallback={<WaitingPage />}>
              <Outlet />
            </Suspense>
          </Box>
        </AppShell.Main>
        {bare || !phone ? null : (
          <AppShell.Footer className={classes.footer}>
            <nav className={classes.thumb} aria-label={t('nav.main')}>
              {thumbItems(sections).map((item) => (
                <Link
                  key={item.to}
                  to={item.to}
                  className={classes.thumbItem}
                  activeProps={{ 'data-active': true, 'aria-current': 'page' }}
                >
                  <item.icon size={22} stroke={1.6} aria-hidden />
                  <span>{t(`nav.${item.text}`)}</span>
                </Link>
              ))}
              <UnstyledButton className={classes.thumbItem} onClick={menu.open} aria-haspopup="dialog" aria-expanded={menuOpened}>
                <IconDots size={22} stroke={1.6} aria-hidden />
                <span>{t('nav.more')}</span>
              </UnstyledButton>
            </nav>
          </AppShell.Footer>
        )}
      </AppShell>
      <Drawer
        opened={menuOpened}
        onClose={menu.close}
        position="bottom"
        size="auto"
        title={t('nav.more')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <Navigation sections={sections} />
      </Drawer>
    </CurrencyProvider>
  );
}

function Navigation({ sections }: { sections: readonly Section[] }) {
  const { t } = useTranslation('common');
  return (
    <nav aria-label={t('nav.main')} className={classes.nav}>
      {sections.map((section) => (
        <div key={section.key} className={classes.section}>
          <div className={classes.sectionTitle}>{t(`nav.section.${section.key}`)}</div>
          {section.items.map((item) => (
            <Link
              key={item.to}
              to={item.to}
              className={classes.navItem}
              activeProps={{ 'data-active': true, 'aria-current': 'page' }}
            >
              <item.icon size={19} stroke={1.6} aria-hidden />
              {t(`nav.${item.text}`)}
            </Link>
          ))}
        </div>
      ))}
    </nav>
  );
}
