import react from '@vitejs/plugin-react';
import postcssPresetMantine from 'postcss-preset-mantine';
import postcssSimpleVars from 'postcss-simple-vars';
import { defineConfig } from 'vite';

const demo = process.env['VITE_DEMO'] === '1';
const apiUrl = process.env['API_URL'] ?? 'http://127.0.0.1:4000';
const breakpoints = {
  'mantine-breakpoint-xs': '30em',
  'mantine-breakpoint-sm': '48em',
  'mantine-breakpoint-md': '62em',
  'mantine-breakpoint-lg': '75em',
  'mantine-breakpoint-xl': '88em',
};

/** `VITE_DEMO=1` puts the demo wallet into the bundle; without it that code is cut out. `WEB_OUT_DIR` says where the build goes. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  define: { __DEMO__: JSON.stringify(demo) },
  css: { postcss: { plugins: [postcssPresetMantine(), postcssSimpleVars({ variables: breakpoints })] } },
  server: { proxy: { '/api': apiUrl } },
  build: {
    outDir: process.env['WEB_OUT_DIR'] ?? 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // The content security policy has no `data:` for fonts and scripts, so nothing is inlined.
    assetsInlineLimit: 0,
  },
});
