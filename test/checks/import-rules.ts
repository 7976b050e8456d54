import type { IForbiddenRuleType } from 'dependency-cruiser'

/** What may import what; `check:imports` proves that each rule can fail. */
export const importRules: IForbiddenRuleType[] = [
  {
    name: 'no-circles',
    comment: 'Modules that need each other are one module, or miss a third.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'web-not-to-server',
    comment: 'The browser knows the server by its messages alone.',
    from: { path: '^web/' },
    to: { path: '^server/' },
  },
  {
    name: 'server-not-to-web',
    comment:
      'The server serves built files, and runs code of the browser only as built, in a thread of its own.',
    from: { path: '^server/' },
    to: { path: '^web/' },
  },
  {
    name: 'market-is-pure',
    comment: 'Deciding needs no clock, no disk and no library: the market imports itself and shared.',
    from: { path: '^server/market/' },
    to: { pathNot: '^(server/market|shared)/' },
  },
  {
    name: 'store-holds-state-alone',
    comment: 'The store holds what the rules decide: it imports itself, shared and the types of the market.',
    from: { path: '^server/store/' },
    to: { pathNot: '^(server/(store|market)|shared)/' },
  },
  {
    name: 'store-has-no-rules',
    comment: 'The store implements the types of the market and runs none of its code.',
    from: { path: '^server/store/' },
    to: { path: '^server/market/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'fast-path-is-hidden',
    comment: 'Only what speaks to Socket.IO knows the fast path, so that it can be switched off or removed.',
    from: { pathNot: '^(server/socket/(fast-path/|socket-server|socket-io-connection)|test/)' },
    to: { path: '^server/socket/fast-path/' },
  },
  {
    name: 'fast-path-stands-alone',
    comment: 'The fast path reads frames and packets; what they mean is decided by its callers.',
    from: { path: '^server/socket/fast-path/' },
    to: { path: '^(server|shared)/', pathNot: '^server/socket/(fast-path/|engine-connection)' },
  },
  {
    name: 'demo-is-data',
    comment: 'The demo market is plain data that anything may read.',
    from: { path: '^server/demo/' },
    to: { pathNot: '^(server/demo|shared)/' },
  },
  {
    name: 'shared-imports-schemas-alone',
    comment: 'What both sides speak runs on both sides: it imports itself and zod.',
    from: { path: '^shared/' },
    to: { pathNot: '^shared/|^(node_modules/)?zod(/|$)' },
  },
  {
    name: 'one-importer-of-the-socket-client',
    comment: 'Reconnecting, resuming and retrying are solved once, in web/socket.',
    from: { pathNot: '^(web/socket|test)/' },
    to: { path: '^(node_modules/)?(socket|engine)\\.io-client(/|$)' },
  },
  {
    name: 'apps-stand-alone',
    comment: 'An app can be read, built and deleted without the others.',
    from: { path: '^web/(storefront|seller|board|terminal)/' },
    to: { path: '^web/(storefront|seller|board|terminal)/', pathNot: '^web/$1/' },
  },
  {
    name: 'nobody-imports-an-app',
    comment: 'Code that apps share imports none of them.',
    from: { path: '^web/(socket|store|ui|http|account)/' },
    to: { path: '^web/(storefront|seller|board|terminal)/' },
  },
  {
    name: 'nobody-imports-tests',
    comment: 'What runs for people does not depend on what runs for us.',
    from: { pathNot: '^test/' },
    to: { path: '^test/' },
  },
  {
    name: 'only-the-start-builds',
    comment: 'The process that sells does not load a bundler.',
    from: { path: '^server/', pathNot: '^server/start' },
    to: { path: '^(node_modules/)?(vite|@vitejs/[^/]+)(/|$)' },
  },
  {
    name: 'no-development-packages',
    comment: 'The server and its pages run after `npm ci --omit=dev`.',
    from: { path: '^(server|web|shared)/' },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
]
