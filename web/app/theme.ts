import {
  createTheme,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  Anchor,
  Badge,
  Button,
  Card,
  Drawer,
  Modal,
  Paper,
  Table,
  Title,
} from '@mantine/core';

const pine: MantineColorsTuple = [
  '#e9f6f1',
  '#d3ebe1',
  '#a9d7c5',
  '#7cc2a7',
  '#58b18e',
  '#40a57d',
  '#2f9a70',
  '#1f8462',
  '#16785b',
  '#0b614a',
];

const stone: MantineColorsTuple = [
  '#f7f6f2',
  '#efede7',
  '#e3e0d8',
  '#d2cec4',
  '#bcb7ab',
  '#97928a',
  '#6b6761',
  '#54514c',
  '#363430',
  '#23211e',
];

const night: MantineColorsTuple = [
  '#d9dcdb',
  '#b9bfbd',
  '#9aa19f',
  '#78807e',
  '#3d4543',
  '#303735',
  '#232928',
  '#1b201f',
  '#141817',
  '#0e1110',
];

/** The look of the product: quiet paper and ink, one green. Golos Text because it was drawn for Cyrillic and Latin alike. */
export const theme = createTheme({
  primaryColor: 'pine',
  primaryShade: { light: 8, dark: 8 },
  colors: { pine, gray: stone, dark: night },
  fontFamily: "'Golos Text Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'Liberation Mono', Menlo, monospace",
  headings: {
    fontFamily: "'Golos Text Variable', system-ui, sans-serif",
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.75rem', lineHeight: '1.2' },
      h2: { fontSize: '1.25rem', lineHeight: '1.3' },
      h3: { fontSize: '1.05rem', lineHeight: '1.35' },
    },
  },
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '6px', md: '10px', lg: '16px', xl: '24px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // Long words (Russian, names) go to a second line instead of being cut.
    Button: Button.extend({
      defaultProps: { radius: 'md' },
      styles: {
        root: {
          display: 'inline-flex',
          alignItems: 'center',
          justifyContent: 'center',
          height: 'auto',
          minHeight: 'var(--button-height)',
          paddingBlock: 4,
        },
        label: { height: 'auto', overflow: 'visible', whiteSpace: 'normal', textAlign: 'center' },
      },
    }),
    Badge: Badge.extend({
      defaultProps: { variant: 'light', radius: 'sm' },
      styles: { label: { textTransform: 'none', fontWeight: 500 } },
    }),
    Card: Card.extend({ defaultProps: { withBorder: true, radius: 'lg', padding: 'lg' } }),
    Paper: Paper.extend({ defaultProps: { radius: 'lg' } }),
    Anchor: Anchor.extend({ defaultProps: { underline: 'not-hover' } }),
    Modal: Modal.extend({ defaultProps: { radius: 'lg', centered: true } }),
    Drawer: Drawer.extend({ defaultProps: { padding: 'lg' } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 'sm', horizontalSpacing: 6 } }),
    Title: Title.extend({ styles: { root: { letterSpacing: '-0.015em', textWrap: 'balance' } } }),
  },
});

/** Contrast of dimmed text and of placeholders is raised above Mantine's defaults: both themes pass WCAG AA. */
export const themeVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f7f6f2',
    '--mantine-color-text': '#23211e',
    '--mantine-color-dimmed': '#63605a',
    '--mantine-color-placeholder': '#6b6761',
    '--mantine-color-anchor': '#0f6a50',
    '--mantine-color-default': '#ffffff',
    '--mantine-color-default-border': '#dcd8ce',
    '--mantine-color-yellow-light': '#fcefcd',
    '--mantine-color-yellow-light-color': '#6b4a00',
    '--mantine-color-red-light': '#fbe3df',
    '--mantine-color-red-light-color': '#8d2415',
    '--mantine-color-error': '#b3261e',
    '--upline-surface': '#ffffff',
    '--upline-surface-sunken': '#efede7',
    '--upline-line': '#e3e0d8',
    '--upline-accent': '#16785b',
    '--upline-accent-soft': '#e9f6f1',
  },
  dark: {
    '--mantine-color-body': '#141817',
    '--mantine-color-text': '#e6e9e8',
    '--mantine-color-dimmed': '#a3aba8',
    '--mantine-color-placeholder': '#929a97',
    '--mantine-color-anchor': '#7cc2a7',
    '--mantine-color-default': '#1f2524',
    '--mantine-color-default-border': '#39413f',
    '--mantine-color-yellow-light': '#3b2e0d',
    '--mantine-color-yellow-light-color': '#f0cf83',
    '--mantine-color-red-light': '#45201b',
    '--mantine-color-red-light-color': '#f5afa4',
    '--mantine-color-error': '#f2938c',
    '--upline-surface': '#1b201f',
    '--upline-surface-sunken': '#101413',
    '--upline-line': '#2d3432',
    '--upline-accent': '#58b18e',
    '--upline-accent-soft': '#16302a',
  },
});
