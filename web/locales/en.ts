const files = import.meta.glob<Record<string, unknown>>('./en/*.json', { eager: true, import: 'default' });

/** Texts by namespace; the namespace is the file's name. */
const namespaces: Record<string, Record<string, unknown>> = {};
for (const [path, texts] of Object.entries(files)) {
  namespaces[path.slice('./en/'.length, -'.json'.length)] = texts;
}

export default namespaces;
