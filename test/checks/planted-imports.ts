/**
 * A small tree in which every import rule is broken once, each in a file named after its rule, and in ways
 * that a check misses when it cannot read TypeScript: types alone, JSX, dynamic imports, re-exports.
 */
export const plantedFiles: Record<string, string> = {
  'shared/no-circles.ts': "import type { B } from './other.ts'\nexport type A = B",
  'shared/other.ts': "import type { A } from './no-circles.ts'\nexport type B = A | 1",
  'web/web-not-to-server.tsx':
    "import type { A } from '../server/a.ts'\nexport const Row = <T extends A>(props: T) => <b>{props}</b>",
  'server/a.ts': 'export type A = string\nexport const a = 1',
  'server/server-not-to-web.ts': "export const page = () => import('../web/page.ts')",
  'web/page.ts': 'export const page = 1',
  'server/market/market-is-pure.ts': "export { createHash } from 'node:crypto'",
  'server/store/store-holds-state-alone.ts': "export { a } from '../a.ts'",
  'server/store/store-has-no-rules.ts':
    "import type { Rule } from '../market/rule.ts'\nimport { rule } from '../market/rule.ts'\nexport const a: Rule = rule",
  'server/market/rule.ts': 'export type Rule = number\nexport const rule = 1',
  'server/socket/fast-path-is-hidden.ts': "import { b } from './fast-path/b.ts'\nexport { b }",
  'server/socket/fast-path/b.ts': 'export const b = 1',
  'server/socket/fast-path/fast-path-stands-alone.ts': "export type { A } from '../../a.ts'",
  'server/demo/demo-is-data.ts': "export * from '../a.ts'",
  'shared/shared-imports-schemas-alone.ts': "import pino from 'pino'\nexport { pino }",
  'web/store/one-importer-of-the-socket-client.ts': "export type { Socket } from 'socket.io-client'",
  'web/board/apps-stand-alone.ts': "import { app } from '../seller/app.ts'\nexport { app }",
  'web/seller/app.ts': 'export const app = 1',
  'web/ui/nobody-imports-an-app.ts': "export { app } from '../seller/app.ts'",
  'server/nobody-imports-tests.ts': "export { support } from '../test/support.ts'",
  'test/support.ts': 'export const support = 1',
  'server/only-the-start-builds.ts': "export const build = async () => (await import('vite')).build()",
  'server/no-development-packages.ts': "import { expect } from 'checker'\nexport { expect }",
  'node_modules/checker/package.json': '{"name": "checker", "main": "index.js"}',
  'node_modules/checker/index.js': 'exports.expect = 1',
  'package.json': '{"name": "planted", "type": "module", "devDependencies": {"checker": "1.0.0"}}',
}
