import { networkInterfaces } from 'node:os'
import { resolve } from 'node:path'
import { renderUnicodeCompact } from 'uqr'
import { type Config, defaultPort } from './config.ts'

/** Printed when the market listens: where to shop, sell and watch, and what to try next. */
export function banner(
  config: Config,
  facts: { port: number; operatorToken: string; isEmpty: boolean },
): string {
  const shop = config.pages ?? `http://${hostToShow(config.host)}:${facts.port}`
  const lines = [
    `${config.marketName} is open${config.demo ? ' (a demo: nothing here is for sale)' : ''}.`,
    `  Shop   ${shop}/`,
    `  Sell   ${shop}/sell#token=${encodeURIComponent(facts.operatorToken)}`,
    `  Board  ${shop}/board`,
    `  Data   ${resolve(config.dataFolder)}`,
    `  Next   ${next(config, facts)}`,
  ]
  if (isShared(config.host)) lines.push('', renderUnicodeCompact(`${shop}/`, { border: 2 }))
  return lines.join('\n')
}

function next(config: Config, { port, isEmpty }: { port: number; isEmpty: boolean }): string {
  const share = isShared(config.host)
    ? []
    : [`npm run share${config.demo ? ' -- --demo' : ''} (phones on this network)`]
  // A second terminal does not know this one's PORT.
  const rush = port === defaultPort ? 'npm run rush' : `PORT=${port} npm run rush`
  const first = isEmpty ? 'open the Sell link and list a product' : `${rush} (50 buyers for 30 s)`
  return [first, ...share, 'Ctrl-C to stop'].join(' · ')
}

const isShared = (host: string): boolean => host === '0.0.0.0' || host === '::'

/** The address at which others reach this machine, or its own if it only listens to itself. */
function hostToShow(host: string): string {
  if (!isShared(host)) return host.includes(':') ? `[${host}]` : host
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  const outside = addresses.find(({ family, internal }) => family === 'IPv4' && !internal)
  return outside?.address ?? '127.0.0.1'
}
